//! The accent a community chose, and the colours that are made of it.
//!
//! A community gives one colour, and takes any. What is shown keeps its hue and is made darker, or in the dark lighter, until it can be read: every text and every line that has
//! the accent stands at 4.5 : 1 or more from every ground of the site (WCAG 2.2, 1.4.3). Lightness is that of OKLCH, where a step looks alike in every hue.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::oklch::Oklch;

/// Which rules made the colours: part of the stylesheet's address, which browsers keep for good.
const VERSION: u32 = 1;

/// How far a text must stand from its ground (AA).
const ENOUGH: f64 = 4.5;

/// The grounds that text with the accent stands on, as `style/_tokens.scss` has them: `--ground`, `--ground-soft`, `--ground-raised`, `--warn-soft`, `--mark`.
const LIGHT: [Colour; 5] = [
    Colour([0xfd, 0xfc, 0xf9]),
    Colour([0xf5, 0xf3, 0xec]),
    Colour([0xff, 0xff, 0xff]),
    Colour([0xfa, 0xee, 0xe3]),
    Colour([0xff, 0xf0, 0xc2]),
];
const DARK: [Colour; 5] = [
    Colour([0x16, 0x17, 0x15]),
    Colour([0x1f, 0x21, 0x1e]),
    Colour([0x1c, 0x1e, 0x1b]),
    Colour([0x35, 0x25, 0x1b]),
    Colour([0x4b, 0x41, 0x18]),
];

/// A colour of sRGB, written `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Colour(pub [u8; 3]);

/// What is no colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a colour is written as \"#0e5a4e\", in quotes")]
pub struct NoColour;

impl FromStr for Colour {
    type Err = NoColour;

    /// Reads `#0e5a4e`, `#0E5A4E`, `0e5a4e` and the short `#abc`.
    fn from_str(text: &str) -> Result<Self, NoColour> {
        let text = text.trim();
        let digits = text.strip_prefix('#').unwrap_or(text).as_bytes();
        let digit = |at: usize| char::from(digits[at]).to_digit(16).and_then(|digit| u8::try_from(digit).ok()).ok_or(NoColour);
        match digits.len() {
            6 => Ok(Self([digit(0)? * 16 + digit(1)?, digit(2)? * 16 + digit(3)?, digit(4)? * 16 + digit(5)?])),
            3 => Ok(Self([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17])),
            _ => Err(NoColour),
        }
    }
}

impl TryFrom<String> for Colour {
    type Error = NoColour;

    fn try_from(text: String) -> Result<Self, NoColour> {
        text.parse()
    }
}

impl From<Colour> for String {
    fn from(colour: Colour) -> Self {
        colour.to_string()
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

impl Colour {
    /// How much light it gives: 0 for black, 1 for white (WCAG 2.2, relative luminance).
    pub fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(linear);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// How far two colours stand from each other: 1 for the same, 21 for black and white (WCAG 2.2, contrast ratio).
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance() + 0.05, other.luminance() + 0.05);
        if one > other { one / other } else { other / one }
    }

    /// Whether it can be read on each of these.
    fn is_read_on(self, grounds: &[Self]) -> bool {
        grounds.iter().all(|ground| self.contrast(*ground) >= ENOUGH)
    }
}

/// A channel without the curve of sRGB.
pub(super) fn linear(channel: u8) -> f64 {
    let channel = f64::from(channel) / 255.0;
    if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
}

/// What the site's accent is replaced with, in light or in the dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Links, buttons, the line under where one is.
    pub accent: Colour,
    /// What is pointed at, and text on [`Self::soft`].
    pub strong: Colour,
    /// A ground.
    pub soft: Colour,
    /// Text on the accent.
    pub on: Colour,
}

impl Palette {
    /// For light grounds: the colour itself where it is dark enough.
    pub fn light(chosen: Colour) -> Self {
        let hue = Oklch::from(chosen);
        let soft = hue.with(0.94, 0.025).colour();
        let grounds = [&LIGHT[..], &[soft]].concat();
        let (accent, lightness) = read_from(hue, hue.lightness, -1.0, &grounds);
        let (strong, _) = read_from(hue, lightness - 0.08, -1.0, &grounds);
        // What is read on white, white is read on.
        Self { accent, strong, soft, on: Colour([0xff; 3]) }
    }

    /// For dark grounds.
    pub fn dark(chosen: Colour) -> Self {
        let hue = Oklch::from(chosen);
        let soft = hue.with(0.29, 0.04).colour();
        let grounds = [&DARK[..], &[soft]].concat();
        // A colour that is strong on paper glares on black.
        let calm = hue.with(hue.lightness, 0.13);
        let (accent, lightness) = read_from(calm, calm.lightness.max(0.78), 1.0, &grounds);
        let (strong, _) = read_from(calm, lightness + 0.07, 1.0, &grounds);
        let (on, _) = read_from(hue.with(0.22, 0.03), 0.22, -1.0, &[accent, strong]);
        Self { accent, strong, soft, on }
    }

    fn rule(&self) -> String {
        let Self { accent, strong, soft, on } = self;
        format!("main{{--accent:{accent};--accent-strong:{strong};--accent-soft:{soft};--on-accent:{on}}}")
    }
}

/// The colour of this hue that can be read on all grounds, and is nearest to a lightness in one direction. Black or white can always be read.
fn read_from(hue: Oklch, lightness: f64, direction: f64, grounds: &[Colour]) -> (Colour, f64) {
    let mut lightness = lightness.clamp(0.0, 1.0);
    loop {
        let colour = hue.with(lightness, f64::INFINITY).colour();
        if colour.is_read_on(grounds) || (direction < 0.0 && lightness <= 0.0) || (direction > 0.0 && lightness >= 1.0) {
            return (colour, lightness);
        }
        lightness = (lightness + direction * 0.005).clamp(0.0, 1.0);
    }
}

/// The stylesheet of an accent. A screen of the community links to it, so that it holds for as long as that screen is shown, and for what is in `<main>`.
pub fn stylesheet(chosen: Colour) -> String {
    let (light, dark) = (Palette::light(chosen).rule(), Palette::dark(chosen).rule());
    format!("{light}\n@media (prefers-color-scheme:dark){{{dark}}}\n")
}

/// Names what a stylesheet holds: for another accent, or by other rules, it is another.
pub fn version(chosen: Colour) -> String {
    format!("{}-{VERSION}", chosen.to_string().trim_start_matches('#'))
}

/// Where a community's stylesheet is.
pub fn address(community: &str, chosen: Colour) -> String {
    format!("/c/{community}/accent.css?v={}", version(chosen))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Colours of every kind: 18 steps of each channel, with black, white and all that is pure.
    fn all() -> impl Iterator<Item = Colour> {
        let steps = || (0..=255_u8).step_by(15);
        steps().flat_map(move |r| steps().flat_map(move |g| steps().map(move |b| Colour([r, g, b]))))
    }

    /// The value of a token of the stylesheet; `dark` where a reader asks for that.
    fn token(name: &str, dark: bool) -> Colour {
        let tokens = include_str!("../../../style/_tokens.scss");
        let (light, in_the_dark) = tokens.split_once("prefers-color-scheme: dark").unwrap();
        let half = if dark { in_the_dark } else { light };
        half.split_once(&format!("{name}: ")).unwrap().1.split(';').next().unwrap().parse().unwrap()
    }

    #[test]
    fn the_grounds_are_those_of_the_stylesheet() {
        for (grounds, dark) in [(LIGHT, false), (DARK, true)] {
            assert_eq!(grounds, ["--ground", "--ground-soft", "--ground-raised", "--warn-soft", "--mark"].map(|name| token(name, dark)));
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let colour = |text: &str| text.parse::<Colour>().unwrap();
        assert!((colour("#000").contrast(colour("#fff")) - 21.0).abs() < 1e-9);
        assert!((colour("#777777").contrast(colour("#ffffff")) - 4.478).abs() < 1e-3);
        assert!((colour("#ff0000").contrast(colour("#ffffff")) - 3.998).abs() < 1e-3);
    }

    #[test]
    fn whatever_a_community_chooses_can_be_read_wherever_it_stands() {
        for chosen in all() {
            for (palette, grounds, dark) in [(Palette::light(chosen), LIGHT, false), (Palette::dark(chosen), DARK, true)] {
                let Palette { accent, strong, soft, on } = palette;
                for text in [accent, strong] {
                    assert!(text.is_read_on(&grounds) && text.is_read_on(&[soft, on]), "{chosen}: {palette:?}");
                }
                for text in ["--ink", "--ink-soft", "--warn"] {
                    assert!(token(text, dark).is_read_on(&[soft]), "{text} on the ground of {chosen}: {palette:?}");
                }
            }
        }
    }

    #[test]
    fn a_colour_keeps_its_hue() {
        for chosen in all() {
            let of = Oklch::from(chosen);
            for shown in [Palette::light(chosen).accent, Palette::dark(chosen).accent].map(Oklch::from) {
                // Near grey, and near black and white, eight bits hold no hue.
                let visible = of.chroma > 0.04 && shown.chroma > 0.04;
                let turned = (of.hue - shown.hue).abs();
                assert!(!visible || turned.min(std::f64::consts::TAU - turned) < 0.06, "{chosen}: {of:?} became {shown:?}");
            }
        }
    }

    #[test]
    fn a_colour_that_can_be_read_is_left_as_it_is() {
        for chosen in ["#0e5a4e", "#7a2651", "#1d3fa8", "#000000"] {
            assert_eq!(Palette::light(chosen.parse().unwrap()).accent.to_string(), chosen);
        }
    }

    #[test]
    fn a_colour_is_written_in_one_way_and_read_in_several() {
        for text in ["#0e5a4e", " #0E5A4E ", "0e5a4e"] {
            assert_eq!(text.parse::<Colour>().map(String::from).as_deref(), Ok("#0e5a4e"));
        }
        assert_eq!("#a0f".parse::<Colour>().map(String::from).as_deref(), Ok("#aa00ff"));
        for text in ["", "#", "green", "#0e5a4", "#0e5a4e7", "rgb(1,2,3)", "#ééé", "#0e5a4g", "+1+2+3", "#}a{b"] {
            assert_eq!(text.parse::<Colour>(), Err(NoColour), "{text:?}");
        }
    }
}
