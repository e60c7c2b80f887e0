//! Pictures and files: chosen, dropped or pasted, they are brought to the page, and the text gets the Markdown that shows them. What arrives after the editor was left stands at
//! the foot of the page.

use leptos::prelude::Set;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Event, File, FileList, HtmlInputElement};

use super::super::document::units;
use super::sending::{Unsent, send};
use super::{Editor, with};

/// Files were chosen.
pub(super) fn chosen(input: &HtmlInputElement) {
    let files = all(input.files());
    // The same file may be chosen again.
    input.set_value("");
    with(|editor| editor.bring(files));
}

/// Something was pasted. A program that puts a picture of its text beside the text means the text.
pub(super) fn pasted(event: &Event) {
    let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
    let Some(data) = data.filter(|data| data.get_data("text/plain").is_ok_and(|text| text.is_empty())) else { return };
    take(event, &data);
}

/// Something is held over the text: files may be dropped there.
pub(super) fn dragged(event: &Event) {
    let data = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer);
    if data.is_some_and(|data| data.types().includes(&JsValue::from_str("Files"), 0)) {
        event.prevent_default();
    }
}

/// Something was dropped on the text.
pub(super) fn dropped(event: &Event) {
    if let Some(data) = event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer) {
        take(event, &data);
    }
}

fn take(event: &Event, data: &DataTransfer) {
    let files = all(data.files());
    if !files.is_empty() {
        event.prevent_default();
        with(|editor| editor.bring(files));
    }
}

fn all(files: Option<FileList>) -> Vec<File> {
    files.map(|files| (0..files.length()).filter_map(|at| files.get(at)).collect()).unwrap_or_default()
}

impl Editor {
    /// Brings files to the page, one after the other.
    fn bring(&mut self, files: Vec<File>) {
        if files.is_empty() || self.ended || !self.live.on_now() {
            return;
        }
        let (address, live, many) = (format!("{}/files", self.place.socket), self.live, files.len());
        let says = live.brought;
        spawn_local(async move {
            let (mut brought, mut refused) = (0, Vec::new());
            for (at, file) in files.into_iter().enumerate() {
                let name = file.name();
                // The screen may be left by now.
                drop(says.try_set(if many == 1 {
                    format!("Sending “{name}” …")
                } else {
                    format!("Sending “{name}” ({} of {many}) …", at + 1)
                }));
                match send(&address, &file, (live, &name)).await {
                    Ok(markdown) => {
                        brought += 1;
                        with(|editor| editor.insert(&markdown));
                    }
                    Err(Unsent::Refused(why)) => refused.push(format!("“{name}”: {why}")),
                    Err(Unsent::CalledOff) => {
                        refused.push(format!("“{name}” was called off."));
                        break;
                    }
                }
            }
            let done = match brought {
                0 => String::new(),
                1 => "The file is in the text. Say in the brackets what it is.".to_owned(),
                more => format!("{more} files are in the text. Say in the brackets what they are."),
            };
            drop(says.try_set(std::iter::once(done).chain(refused).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")));
        });
    }

    /// Puts what shows a file behind the words that are marked, with what it is called marked, to be typed over.
    fn insert(&mut self, markdown: &str) {
        let [head, words, tail] = self.parts();
        let before = format!("{head}{words}");
        let space = if before.is_empty() || before.ends_with(char::is_whitespace) { "" } else { " " };
        let (called, _) = markdown.split_once("](").unwrap_or((markdown, ""));
        let title = called.trim_start_matches('!').trim_start_matches('[');
        let end = units(&before) + units(space) + units(called);
        self.rewrite(&format!("{before}{space}{markdown}{tail}"), (end - units(title), end));
    }
}
