//! Connections are enough however many write at once.

use futures_util::future::try_join_all;

use super::harness::{ENGINES, TestDb};
use crate::clock::Clock;
use crate::on;

/// More than there are connections.
const WRITERS: usize = 40;

#[tokio::test]
async fn many_that_read_while_they_write_do_not_wait_for_one_another() {
    for engine in ENGINES {
        let test = TestDb::make(engine, Clock::system()).await.unwrap();
        let write = async || {
            let tx = test.db.begin().await?;
            let one: i64 = on!(test.db.reader(), c => sqlx::query_scalar("select cast(1 as bigint)").fetch_one(c))?;
            tx.commit([]).await?;
            Ok::<_, sqlx::Error>(one)
        };
        let read = try_join_all((0..WRITERS).map(|_| write())).await.unwrap();
        assert_eq!(read, [1; WRITERS]);
        test.remove().await;
    }
}
