//! The tools: Markdown around the words that are marked, or before their lines.

use super::super::document::units;
use super::super::parts::Mark;
use super::Editor;

impl Editor {
    /// Does what a tool does.
    pub(super) fn mark(&mut self, mark: Mark) {
        if self.ended || self.composing || !self.live.on_now() {
            return;
        }
        // Without the focus there is no caret to go back to.
        drop(self.area.focus());
        match mark {
            Mark::Bold => self.around(["**", "**"]),
            Mark::Italic => self.around(["*", "*"]),
            Mark::Code => self.around(["`", "`"]),
            Mark::Link => self.around(["[", "](https://)"]),
            Mark::Heading => self.before("## "),
            Mark::List => self.before("- "),
            Mark::Quote => self.before("> "),
            Mark::Undo => self.undo(false),
            Mark::Redo => self.undo(true),
        }
    }

    /// The marked words, with what is before and behind them.
    pub(super) fn parts(&self) -> [String; 3] {
        let text: Vec<u16> = self.area.value().encode_utf16().collect();
        let place = |at: Result<Option<u32>, _>| at.ok().flatten().map_or(text.len(), |at| (at as usize).min(text.len()));
        let (start, end) = (place(self.area.selection_start()), place(self.area.selection_end()));
        let end = end.max(start);
        [&text[..start], &text[start..end], &text[end..]].map(String::from_utf16_lossy)
    }

    fn around(&mut self, [open, close]: [&str; 2]) {
        let [head, words, tail] = self.parts();
        let start = units(&head) + units(open);
        let end = start + units(&words);
        self.rewrite(&format!("{head}{open}{words}{close}{tail}"), (start, end));
    }

    fn before(&mut self, sign: &str) {
        let [head, words, tail] = self.parts();
        let line = head.rfind('\n').map_or(0, |end| end + 1);
        let (above, begun) = head.split_at(line);
        let lines = format!("{begun}{words}");
        let signed = lines.split('\n').map(|line| line.strip_prefix(sign).map_or_else(|| format!("{sign}{line}"), str::to_owned));
        let signed = signed.collect::<Vec<_>>().join("\n");
        let end = units(above) + units(&signed);
        self.rewrite(&format!("{above}{signed}{tail}"), (end, end));
    }

    pub(super) fn rewrite(&mut self, now: &str, selection: (u32, u32)) {
        self.put(now, selection);
        self.typed();
    }
}
