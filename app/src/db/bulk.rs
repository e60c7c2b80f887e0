//! Many rows in few statements, numbered for either engine.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::AssertSqlSafe;
use uuid::Uuid;

use super::Tx;
use crate::run;

/// How many parameters a statement has at most. SQLite's and PostgreSQL's limits are far above, but SQLite looks each up by its name in a list: 8,000 of them took longer than
/// eight times 1,000.
const PARAMETERS: usize = 1_000;

/// A value of a row.
#[derive(Clone, Debug)]
pub enum Value {
    /// An id, or null.
    Id(Option<Uuid>),
    /// Text, or null.
    Text(Option<String>),
    /// A number.
    Int(i32),
    /// A long number.
    Long(i64),
    /// True or false.
    Bool(bool),
    /// An instant, or null.
    Instant(Option<DateTime<Utc>>),
    /// A date, or null.
    Date(Option<NaiveDate>),
}

impl From<Uuid> for Value {
    fn from(id: Uuid) -> Self {
        Self::Id(Some(id))
    }
}

impl From<Option<Uuid>> for Value {
    fn from(id: Option<Uuid>) -> Self {
        Self::Id(id)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(Some(text))
    }
}

impl From<Option<String>> for Value {
    fn from(text: Option<String>) -> Self {
        Self::Text(text)
    }
}

impl From<i32> for Value {
    fn from(number: i32) -> Self {
        Self::Int(number)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Long(number)
    }
}

impl From<bool> for Value {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl From<DateTime<Utc>> for Value {
    fn from(instant: DateTime<Utc>) -> Self {
        Self::Instant(Some(instant))
    }
}

impl From<Option<DateTime<Utc>>> for Value {
    fn from(instant: Option<DateTime<Utc>>) -> Self {
        Self::Instant(instant)
    }
}

impl From<Option<NaiveDate>> for Value {
    fn from(date: Option<NaiveDate>) -> Self {
        Self::Date(date)
    }
}

/// Rows for one table, by column.
#[derive(Debug)]
pub struct Rows {
    table: &'static str,
    columns: &'static [&'static str],
    values: Vec<Value>,
}

impl Rows {
    /// No rows yet. Table and columns are the program's own words, never a person's. A column `name::type` takes a text that is cast.
    pub fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, values: Vec::new() }
    }

    /// Adds a row: one value a column, in the columns' order.
    pub fn push<const N: usize>(&mut self, row: [Value; N]) {
        debug_assert_eq!(N, self.columns.len(), "a row of {} has {} columns", self.table, self.columns.len());
        self.values.extend(row);
    }

    /// How many values wait.
    pub fn len(&self) -> usize {
        self.values.len() / self.columns.len()
    }

    /// Whether none waits.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Inserts what was pushed, and is empty again.
    ///
    /// # Errors
    /// When the engine refuses a row.
    pub async fn insert(&mut self, tx: &mut Tx) -> Result<(), sqlx::Error> {
        self.write(tx, "").await.map(drop)
    }

    /// Like [`Rows::insert`], for rows of which some may be there already: those stay as they are. Gives how many were not.
    ///
    /// # Errors
    /// When the engine refuses a row.
    pub async fn insert_new(&mut self, tx: &mut Tx) -> Result<u64, sqlx::Error> {
        self.write(tx, " on conflict do nothing").await
    }

    async fn write(&mut self, tx: &mut Tx, or_else: &str) -> Result<u64, sqlx::Error> {
        let width = self.columns.len();
        let mut written = 0;
        for rows in self.values.chunks(width * (PARAMETERS / width)) {
            let sql = insert_text(self.table, self.columns, rows.len() / width) + or_else;
            let mut query = Bound { sql, values: rows };
            written += query.execute(tx).await?;
        }
        self.values.clear();
        Ok(written)
    }
}

fn insert_text(table: &str, columns: &[&str], rows: usize) -> String {
    let columns: Vec<(&str, Option<&str>)> =
        columns.iter().map(|column| column.split_once("::").map_or((*column, None), |(name, cast)| (name, Some(cast)))).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| *name).collect();
    let mut sql = format!("insert into {table} ({}) values ", names.join(", "));
    let mut n = 0;
    for row in 0..rows {
        sql.push_str(if row == 0 { "(" } else { ", (" });
        for (column, (_, cast)) in columns.iter().enumerate() {
            n += 1;
            let comma = if column == 0 { "" } else { ", " };
            sql.push_str(&match cast {
                None => format!("{comma}${n}"),
                Some(cast) => format!("{comma}cast(cast(${n} as text) as {cast})"),
            });
        }
        sql.push(')');
    }
    sql
}

struct Bound<'v> {
    sql: String,
    values: &'v [Value],
}

/// Binds values in order. A macro, because the two engines' query types share no trait that says "binds these".
macro_rules! bind_all {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                $crate::db::bulk::Value::Id(id) => query.bind(*id),
                $crate::db::bulk::Value::Text(text) => query.bind(text.clone()),
                $crate::db::bulk::Value::Int(number) => query.bind(*number),
                $crate::db::bulk::Value::Long(number) => query.bind(*number),
                $crate::db::bulk::Value::Bool(truth) => query.bind(*truth),
                $crate::db::bulk::Value::Instant(instant) => query.bind(*instant),
                $crate::db::bulk::Value::Date(date) => query.bind(*date),
            };
        }
        query
    }};
}
pub(crate) use bind_all;

impl Bound<'_> {
    async fn execute(&mut self, tx: &mut Tx) -> Result<u64, sqlx::Error> {
        // A statement per number of rows would crowd out the connection's prepared ones.
        run!(tx, bind_all!(sqlx::query(AssertSqlSafe(self.sql.clone())).persistent(false), self.values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_through() {
        assert_eq!(insert_text("t", &["a", "b"], 2), "insert into t (a, b) values ($1, $2), ($3, $4)");
        assert_eq!(insert_text("t", &["a", "b::x"], 1), "insert into t (a, b) values ($1, cast(cast($2 as text) as x))");
    }
}
