//! From the picture that somebody brings to the one on a page: upright, no larger than a page shows it, and without what the camera noted beside it.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, ImageError, ImageFormat};

use crate::picture::{broken, jpeg, on_white, open};

/// The most pixels across and down: twice what the widest text takes, for dense screens.
const WIDEST: u32 = 1_600;
const TALLEST: u32 = 2_400;

const QUALITY: u8 = 84;

/// Beyond so many bytes what was drawn is kept as a photo is.
const DRAWN: usize = 600_000;

/// The picture as it is kept, and the end of its name.
///
/// # Errors
/// With a sentence that says what is wrong with the file, and what to bring instead.
pub(super) fn of(file: &[u8]) -> Result<(&'static str, Vec<u8>), String> {
    let opened = open(file)?;
    let mut picture = opened.picture;
    picture.apply_orientation(opened.orientation);
    let picture = fitted(picture);
    let drawn = matches!(opened.format, ImageFormat::Png | ImageFormat::Gif);
    let clear = picture.color().has_alpha() && picture.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX);
    if drawn || clear {
        let png = png(&picture, clear).map_err(|error| broken(&error))?;
        if clear || png.len() <= DRAWN {
            return Ok(("png", png));
        }
    }
    jpeg(&on_white(&picture), QUALITY, opened.profile).map(|jpeg| ("jpg", jpeg)).map_err(|error| broken(&error))
}

/// At most as large as a page shows it. First roughly, which is fast, then well.
fn fitted(picture: DynamicImage) -> DynamicImage {
    let larger = |picture: &DynamicImage, times: u32| picture.width() > times * WIDEST || picture.height() > times * TALLEST;
    let picture = if larger(&picture, 2) { picture.thumbnail(2 * WIDEST, 2 * TALLEST) } else { picture };
    if larger(&picture, 1) { picture.resize(WIDEST, TALLEST, FilterType::Lanczos3) } else { picture }
}

fn png(picture: &DynamicImage, clear: bool) -> Result<Vec<u8>, ImageError> {
    let mut file = Cursor::new(Vec::new());
    let picture: DynamicImage = if clear { picture.to_rgba8().into() } else { picture.to_rgb8().into() };
    picture.write_to(&mut file, ImageFormat::Png)?;
    Ok(file.into_inner())
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;

    fn written(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        picture.into().write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    fn kept(file: &[u8]) -> (&'static str, DynamicImage) {
        let (end, bytes) = of(file).unwrap();
        (end, image::load_from_memory(&bytes).unwrap())
    }

    #[test]
    fn a_picture_is_kept_in_its_shape_and_no_larger_than_a_page_shows_it() {
        for ((width, height), (wide, tall)) in
            [((400, 200), (400, 200)), ((4_000, 1_000), (1_600, 400)), ((100, 4_800), (50, 2_400)), ((1, 1), (1, 1))]
        {
            let (end, picture) = kept(&written(RgbImage::from_pixel(width, height, Rgb([9, 9, 9])), ImageFormat::Jpeg));
            assert_eq!((end, picture.width(), picture.height()), ("jpg", wide, tall));
        }
    }

    #[test]
    fn what_was_drawn_stays_sharp_and_what_can_be_seen_through_stays_so() {
        let drawn = RgbImage::from_fn(300, 100, |x, _| if x % 2 == 0 { Rgb([255, 0, 0]) } else { Rgb([0, 0, 255]) });
        let (end, picture) = kept(&written(drawn.clone(), ImageFormat::Png));
        assert_eq!((end, picture.to_rgb8()), ("png", drawn));
        let clear = RgbaImage::from_pixel(20, 20, Rgba([1, 2, 3, 0]));
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let (end, picture) = kept(&written(clear.clone(), format));
            assert_eq!((end, picture.to_rgba8().get_pixel(5, 5).0[3]), ("png", 0));
        }
        // Noise packs badly: as a PNG it would take megabytes.
        let mut seed = 1_u32;
        let noise = RgbImage::from_fn(900, 900, |_, _| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            Rgb([(seed >> 24) as u8, (seed >> 16) as u8, (seed >> 8) as u8])
        });
        assert_eq!(of(&written(noise, ImageFormat::Png)).unwrap().0, "jpg");
    }
}
