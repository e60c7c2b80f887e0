//! Lists with filters: one statement, put together from the conditions that are asked for.
//!
//! Every piece of text is the program's own and stands in a constant; what people ask for is only ever bound. A store that composes gives its combinations to the test that
//! prepares every statement on both engines.

use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::{AssertSqlSafe, FromRow, PgPool, SqlitePool};

use super::bulk::{Value, bind_all};
use super::{Db, Engine, json};
use crate::error::AppError;

/// A statement and what is bound to it.
#[derive(Clone, Debug)]
pub struct Statement {
    sql: String,
    values: Vec<Value>,
    by_values: bool,
}

impl Statement {
    /// Begins with a text whose placeholders are `$1` to as many as there are values.
    pub fn new(text: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        Self { sql: text.to_owned(), values: values.into_iter().collect(), by_values: false }
    }

    /// Goes on with a text in which every `$?` takes the next of the values.
    #[must_use]
    pub fn with(mut self, text: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        let mut values = values.into_iter();
        for (index, part) in text.split("$?").enumerate() {
            if index > 0 {
                // One value too few is a fault of the program; the statement then fails to prepare, and its test with it.
                self.values.extend(values.next());
                self.sql.push('$');
                self.sql.push_str(&self.values.len().to_string());
            }
            self.sql.push_str(part);
        }
        debug_assert!(values.next().is_none(), "more values than places in {text:?}");
        self
    }

    /// Goes on where there is a value to ask for.
    #[must_use]
    pub fn with_any(self, text: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(text, [value.into()]),
            None => self,
        }
    }

    /// Goes on with a list of values in brackets; an empty one holds nothing.
    #[must_use]
    pub fn with_list(mut self, text: &'static str, values: impl IntoIterator<Item = Value>) -> Self {
        self.sql.push_str(text);
        self.sql.push_str(" (null");
        for value in values {
            self.values.push(value);
            self.sql.push_str(", $");
            self.sql.push_str(&self.values.len().to_string());
        }
        self.sql.push(')');
        self
    }

    /// A statement whose best plan depends on what is bound ([`Db::reader_by_values`]).
    #[must_use]
    pub fn by_values(self) -> Self {
        Self { by_values: true, ..self }
    }

    /// What is to read it.
    pub fn reader<'a>(&self, db: &'a Db) -> Engine<&'a SqlitePool, &'a PgPool> {
        if self.by_values { db.reader_by_values() } else { db.reader() }
    }

    /// Reads hundreds of rows, tuples of its `columns`, which have no two names alike. SQLite gives them as one text of JSON, where truths are 0 and 1 and no id can stand: it hands over every value of
    /// a row by itself, from a thread of its own, which takes several times as long as to find them.
    ///
    /// # Errors
    /// When the statement fails, or a row has other columns.
    pub async fn rows<T>(self, db: &Db, columns: &str) -> Result<Vec<T>, AppError>
    where
        T: DeserializeOwned + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        match self.reader(db) {
            Engine::Sqlite(pool) => {
                let sql = format!("select json_group_array(json_array({columns})) from ({})", self.sql);
                let text: String = bind_all!(sqlx::query_scalar(AssertSqlSafe(sql)), self.values()).fetch_one(pool).await?;
                json::read(&text)
            }
            Engine::Postgres(pool) => Ok(bind_all!(sqlx::query_as(AssertSqlSafe(self.sql.clone())), self.values()).fetch_all(pool).await?),
        }
    }

    /// The text.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// What is bound, in order.
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}

/// Runs a [`Statement`]: `ask!(db, query_as, statement, fetch_all)`.
macro_rules! ask {
    ($db:expr, $query:ident, $statement:expr, $fetch:ident) => {{
        let statement = $statement;
        $crate::on!(statement.reader($db), c => $crate::db::bulk::bind_all!(sqlx::$query(sqlx::AssertSqlSafe(statement.sql().to_owned())), statement.values()).$fetch(c))
    }};
}
pub(crate) use ask;

/// The same in a transaction: `ask_in!(tx, query_as, statement, fetch_all)`.
macro_rules! ask_in {
    ($tx:expr, $query:ident, $statement:expr, $fetch:ident) => {{
        let statement = $statement;
        $crate::on!($tx.conn(), c => $crate::db::bulk::bind_all!(sqlx::$query(sqlx::AssertSqlSafe(statement.sql().to_owned())), statement.values()).$fetch(c))
    }};
}
pub(crate) use ask_in;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_numbered_in_the_order_of_their_values() {
        let statement = Statement::new("select 1 where $1 = $2", ["a".into(), "b".into()])
            .with(" and x between $? and $?", ["c".into(), "d".into()])
            .with_any(" and y = $?", None::<&str>)
            .with_any(" and y = $?", Some("e"))
            .with_list(" and z in", ["f".into(), "g".into()]);
        assert_eq!(statement.sql(), "select 1 where $1 = $2 and x between $3 and $4 and y = $5 and z in (null, $6, $7)");
        assert_eq!(statement.values().len(), 7);
    }
}
