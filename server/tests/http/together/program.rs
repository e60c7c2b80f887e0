//! A program that edits pages live, as one of Yjs would.

use std::net::SocketAddr;

use app::pages::together::document::{self, SAVED};
use axum::http::StatusCode;
use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message as Frame};
use tokio_tungstenite::{WebSocketStream, client_async};
use uuid::Uuid;
use yrs::sync::{Message, SyncMessage};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{Doc, ReadTxn, StateVector, Transact};

use super::PATIENCE;
use crate::visitor::Visitor;

/// A program that edits a page, as one of Yjs would.
pub(super) struct Program {
    pub(super) socket: WebSocketStream<TcpStream>,
    pub(super) doc: Doc,
    pub(super) who: String,
    /// What the server says it has, when it asks for the rest.
    pub(super) asked: Option<StateVector>,
}

impl Program {
    pub(super) async fn tries(address: SocketAddr, page: Uuid, cookies: &str, origin: Option<&str>) -> Result<Self, StatusCode> {
        let headers = [("cookie", Some(cookies)), ("origin", origin)];
        let headers = headers.into_iter().filter_map(|(name, value)| Some((name, value?)));
        Self::asks(address, &format!("/live/pages/{page}"), headers).await
    }

    /// Asks to join at an address, with headers.
    pub(super) async fn asks<'a>(
        address: SocketAddr,
        path: &str,
        headers: impl IntoIterator<Item = (&'static str, &'a str)>,
    ) -> Result<Self, StatusCode> {
        let mut request = format!("ws://{address}{path}").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        let stream = TcpStream::connect(address).await.unwrap();
        match client_async(request, stream).await {
            Ok((socket, _)) => Ok(Self { socket, doc: document::new(), who: String::new(), asked: None }),
            Err(Error::Http(response)) => Err(response.status()),
            Err(error) => panic!("{error}"),
        }
    }

    pub(super) async fn joins(address: SocketAddr, page: Uuid, visitor: &Visitor<'_>) -> Self {
        let mut program = Self::tries(address, page, &visitor.cookies(), None).await.unwrap();
        program.begins().await;
        program
    }

    /// Asks for what it lacks.
    pub(super) async fn begins(&mut self) {
        let has = self.doc.transact().state_vector();
        self.says(&Message::Sync(SyncMessage::SyncStep1(has))).await;
    }

    /// Comes back to the page, elsewhere perhaps, with what it had: is told what it lacks, and tells what it has.
    pub(super) async fn comes_back(self, address: SocketAddr, page: Uuid, cookies: &str) -> Self {
        let mut program = Self { doc: self.doc, ..Self::tries(address, page, cookies, None).await.unwrap() };
        program.begins().await;
        program.hears(|program, _| program.asked.is_some()).await;
        let lacks = program.asked.take().unwrap();
        let change = program.doc.transact().encode_diff_v1(&lacks);
        program.says(&Message::Sync(SyncMessage::SyncStep2(change))).await;
        program
    }

    pub(super) async fn says(&mut self, message: &Message) {
        self.tries_to_say(message).await.unwrap();
    }

    /// Says something, where somebody still listens.
    pub(super) async fn tries_to_say(&mut self, message: &Message) -> Result<(), Error> {
        self.socket.send(Frame::Binary(message.encode_v1().into())).await
    }

    /// Makes the text say something, and tells the server.
    pub(super) async fn writes(&mut self, change: impl FnOnce(String) -> String) {
        let seen = self.doc.transact().state_vector();
        let now = change(document::says(&self.doc));
        document::rewrite(&self.doc, &now, "test");
        let change = self.doc.transact().encode_diff_v1(&seen);
        self.says(&Message::Sync(SyncMessage::Update(change))).await;
    }

    /// Waits until all it sent is kept.
    pub(super) async fn is_saved(&mut self) {
        let name = Uuid::now_v7().as_bytes().to_vec();
        self.says(&Message::Custom(SAVED, name.clone())).await;
        self.hears(|_, message| *message == Some(Message::Custom(SAVED, name.clone()))).await;
    }

    /// Waits until the text says something.
    pub(super) async fn reads(&mut self, text: &str) {
        self.hears(|program, _| document::says(&program.doc).contains(text)).await;
    }

    /// Takes in what comes until something is so.
    pub(super) async fn hears(&mut self, so: impl Fn(&Self, &Option<Message>) -> bool) {
        let mut message = None;
        while !so(self, &message) {
            let frame = timeout(PATIENCE, self.socket.next()).await.unwrap_or_else(|_| panic!("it says {:?}", document::says(&self.doc)));
            message = match frame.unwrap().unwrap() {
                Frame::Binary(bytes) => Some(Message::decode_v1(&bytes).unwrap()),
                Frame::Close(why) => panic!("closed: {why:?}"),
                _ => None,
            };
            match &message {
                Some(Message::Sync(SyncMessage::SyncStep2(change) | SyncMessage::Update(change))) => {
                    document::take(&self.doc, change, "socket").unwrap()
                }
                Some(Message::Sync(SyncMessage::SyncStep1(has))) => self.asked = Some(has.clone()),
                Some(Message::Awareness(update)) => self.who = update.clients.values().map(|entry| entry.json.to_string()).collect(),
                _ => {}
            }
        }
    }

    /// Waits until it is closed, and says why.
    pub(super) async fn is_closed(&mut self) -> (u16, String) {
        loop {
            match timeout(PATIENCE, self.socket.next()).await.unwrap().unwrap() {
                Ok(Frame::Close(Some(why))) => return (why.code.into(), why.reason.to_string()),
                Ok(_) => {}
                Err(error) => panic!("{error}"),
            }
        }
    }
}
