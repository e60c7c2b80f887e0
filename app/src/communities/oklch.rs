//! Colours by lightness, chroma and hue as the eye sees them: Björn Ottosson's OKLCH (<https://bottosson.github.io/posts/oklab/>), the one of CSS Color 4.

use super::accent::{Colour, linear};

/// A colour, perhaps one that no screen shows.
#[derive(Clone, Copy, Debug)]
pub struct Oklch {
    /// 0 for black, 1 for white.
    pub lightness: f64,
    /// 0 for grey.
    pub chroma: f64,
    /// In radians.
    pub hue: f64,
}

impl From<Colour> for Oklch {
    fn from(colour: Colour) -> Self {
        let [r, g, b] = colour.0.map(linear);
        let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
        let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
        let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
        let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
        let (x, y) =
            (1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s, 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s);
        Self { lightness, chroma: x.hypot(y), hue: y.atan2(x) }
    }
}

impl Oklch {
    /// This hue at a lightness, with its chroma or at most this one.
    pub fn with(self, lightness: f64, chroma: f64) -> Self {
        Self { lightness, chroma: self.chroma.min(chroma), hue: self.hue }
    }

    /// The colour of a screen that is nearest at the same lightness and hue: with as much chroma as there is.
    pub fn colour(self) -> Colour {
        let (mut least, mut most) = (0.0, self.chroma);
        if !self.is_shown() {
            for _ in 0..20 {
                let chroma = f64::midpoint(least, most);
                if (Self { chroma, ..self }).is_shown() { least = chroma } else { most = chroma }
            }
            most = least;
        }
        Colour(Self { chroma: most, ..self }.channels().map(curved))
    }

    fn is_shown(self) -> bool {
        // What rounds to a colour of the screen is one.
        self.channels().iter().all(|channel| (-0.000_5..=1.000_5).contains(channel))
    }

    /// Red, green and blue, without the curve of sRGB.
    fn channels(self) -> [f64; 3] {
        let (x, y) = (self.chroma * self.hue.cos(), self.chroma * self.hue.sin());
        let l = (self.lightness + 0.396_337_777_4 * x + 0.215_803_757_3 * y).powi(3);
        let m = (self.lightness - 0.105_561_345_8 * x - 0.063_854_172_8 * y).powi(3);
        let s = (self.lightness - 0.089_484_177_5 * x - 1.291_485_548 * y).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 255")]
fn curved(channel: f64) -> u8 {
    let channel = channel.clamp(0.0, 1.0);
    let curved = if channel <= 0.003_130_8 { channel * 12.92 } else { 1.055 * channel.powf(1.0 / 2.4) - 0.055 };
    (curved * 255.0).round() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_comes_back_as_it_was() {
        for (r, g, b) in (0..=255_u8)
            .step_by(17)
            .flat_map(|r| (0..=255_u8).step_by(17).flat_map(move |g| [(r, g, 0), (r, 0, g), (g, r, 255), (r, r, g)]))
        {
            let colour = Colour([r, g, b]);
            assert_eq!(Oklch::from(colour).colour(), colour);
        }
    }
}
