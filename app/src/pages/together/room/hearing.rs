//! What a room hears from its sockets.

use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::mpsc::Receiver;
use uuid::Uuid;
use yrs::sync::{Message, SyncMessage};
use yrs::{ReadTxn, Transact};

use super::super::document::{self, closing};
use super::super::rooms::{Heard, Said, WATCHING};
use super::batch::{Batch, MOST_AT_ONCE, refused};
use super::{Room, frame};
use crate::error::AppError;

impl Room {
    /// Hears whatever waits.
    pub(super) async fn listen(&mut self, first: Said, said: &mut Receiver<Said>) -> Result<(), AppError> {
        let mut batch = Batch::default();
        let mut next = Some(first);
        while let Some(one) = next {
            match one {
                Said::Enter(guest, fits) => {
                    // Nobody waits any more where the answer cannot be told.
                    let _ = fits.send(self.guests.enter(guest, self.nodes.guests()));
                }
                Said::Show(shown) => {
                    self.append(std::mem::take(&mut batch)).await?;
                    if self.due.body.is_some() {
                        self.write_body().await?;
                    }
                    // Who asked may have gone.
                    let _ = shown.send(());
                }
                Said::Leave(socket) => self.guests.leave(socket),
                Said::Heard(socket, heard) => self.hear(socket, heard, &mut batch).await?,
            }
            next = if batch.bytes > MOST_AT_ONCE { None } else { said.try_recv().ok() };
        }
        self.append(batch).await
    }

    async fn hear(&mut self, socket: Uuid, heard: Heard, batch: &mut Batch) -> Result<(), AppError> {
        if !self.guests.knows(socket) {
            return Ok(());
        }
        let watches = self.guests.watches(socket);
        if watches && heard.says_something() {
            self.guests.close(socket, closing::REFUSED, WATCHING);
            return Ok(());
        }
        match heard {
            Heard::Has(seen) => {
                // What was not kept is told to nobody.
                self.append(std::mem::take(batch)).await?;
                let (missing, mine) = {
                    let tx = self.doc.transact();
                    (tx.encode_state_as_update_v1(&seen), tx.state_vector())
                };
                self.guests.tell(socket, frame(&Message::Sync(SyncMessage::SyncStep2(missing))));
                // Who watches has nothing to add.
                if !watches {
                    self.guests.tell(socket, frame(&Message::Sync(SyncMessage::SyncStep1(mine))));
                }
            }
            Heard::Change(change) => self.try_change(socket, change, batch).await?,
            Heard::Keep(name) => batch.asked.push((socket, name)),
            Heard::Is(_) if watches => {}
            Heard::Is(update) => self.guests.is(socket, update),
            Heard::Who => self.guests.introduce(socket),
        }
        Ok(())
    }

    /// Tries a change on the document. One that it does not stand costs its sender the socket, and nobody else anything.
    async fn try_change(&mut self, socket: Uuid, change: Vec<u8>, batch: &mut Batch) -> Result<(), AppError> {
        if change == document::NOTHING {
            return Ok(());
        }
        self.weight += change.len();
        let (doc, weight) = (&self.doc, &mut self.weight);
        let tried = catch_unwind(AssertUnwindSafe(|| document::take(doc, &change, "socket").map(|()| refused(doc, weight))));
        let wrong = match tried {
            Ok(Ok(None)) => {
                batch.add(socket, change);
                batch.authors.extend(self.guests.member(socket));
                return Ok(());
            }
            Ok(Ok(Some(wrong))) => wrong,
            Ok(Err(_)) | Err(_) => "What was sent is no change of this page. Load the page anew.",
        };
        // The document may have taken half of it in: it is read anew, with what was good.
        self.append(std::mem::take(batch)).await?;
        self.guests.close(socket, closing::MALFORMED, wrong);
        self.read_anew().await
    }
}
