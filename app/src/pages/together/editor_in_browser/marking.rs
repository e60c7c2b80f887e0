//! The tools: Markdown around the words that are marked, or before their lines.

use super::super::document::units;
use super::super::parts::Tool;
use super::Editor;
use crate::ui::mark::Mark;

impl Editor {
    /// Does what a tool does.
    pub(super) fn take_up(&mut self, tool: Tool) {
        if self.ended || self.composing || !self.live.on_now() {
            return;
        }
        // Without the focus there is no caret to go back to.
        drop(self.area.focus());
        match tool {
            Tool::Mark(mark) => self.mark(mark),
            Tool::Undo => self.undo(false),
            Tool::Redo => self.undo(true),
        }
    }

    fn mark(&mut self, mark: Mark) {
        let [head, words, tail] = self.parts();
        let change = mark.of(&head, &words);
        let stays = &head[..change.stays];
        let at = |place: usize| units(stays) + units(&change.with[..place]);
        self.rewrite(&format!("{stays}{}{tail}", change.with), (at(change.marked.0), at(change.marked.1)));
    }

    /// The marked words, with what is before and behind them.
    pub(super) fn parts(&self) -> [String; 3] {
        let text: Vec<u16> = self.area.value().encode_utf16().collect();
        let place = |at: Result<Option<u32>, _>| at.ok().flatten().map_or(text.len(), |at| (at as usize).min(text.len()));
        let (start, end) = (place(self.area.selection_start()), place(self.area.selection_end()));
        let end = end.max(start);
        [&text[..start], &text[start..end], &text[end..]].map(String::from_utf16_lossy)
    }

    pub(super) fn rewrite(&mut self, now: &str, selection: (u32, u32)) {
        self.put(now, selection);
        self.typed();
    }
}
