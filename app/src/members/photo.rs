//! From the file that somebody brings to the photo that others see: upright, square, in two sizes, and without what the camera noted beside it.
//!
//! Takes time and memory: call it through [`crate::picture::in_turn`].

use image::imageops::{FilterType, thumbnail};
use image::{DynamicImage, GenericImageView};

use crate::picture::{broken, jpeg, on_white, open};

/// The largest file, in bytes.
pub const LARGEST: usize = 8_000_000;

/// The least pixels of a side.
const LEAST: u32 = 48;

const QUALITY: u8 = 82;

words! {
    /// What side a photo is kept with, in pixels.
    pub enum Size {
        /// In lists, sharp on dense screens too.
        Small = "96",
        /// At the head of a profile.
        Large = "320",
    }
}

impl Size {
    const fn pixels(self) -> u32 {
        match self {
            Self::Small => 96,
            Self::Large => 320,
        }
    }
}

/// A photo in all its sizes, JPEG.
#[derive(Debug)]
pub struct Photo(Vec<(Size, Vec<u8>)>);

impl Photo {
    /// Each size with its file.
    pub fn into_files(self) -> impl Iterator<Item = (Size, Vec<u8>)> {
        self.0.into_iter()
    }

    /// Makes a photo of a file.
    ///
    /// # Errors
    /// With a sentence that says what is wrong with the file, and what to bring instead.
    pub fn of(file: &[u8]) -> Result<Self, String> {
        if file.len() > LARGEST {
            return Err(too_heavy());
        }
        let (square, profile) = read(file)?;
        let files = Size::ALL.iter().map(|size| {
            let scaled = square.resize_exact(size.pixels(), size.pixels(), FilterType::Lanczos3);
            Ok((*size, jpeg(&on_white(&scaled), QUALITY, profile.clone()).map_err(|error| broken(&error))?))
        });
        files.collect::<Result<_, String>>().map(Self)
    }
}

/// What is said of a file that is too large.
pub fn too_heavy() -> String {
    format!(
        "This file has more than {} MB. Bring a smaller one: most phones and computers can make a picture smaller.",
        LARGEST / 1_000_000
    )
}

/// The square in the middle of a picture, upright, and the colour profile.
fn read(file: &[u8]) -> Result<(DynamicImage, Option<Vec<u8>>), String> {
    let opened = open(file)?;
    let (width, height) = opened.picture.dimensions();
    if width.min(height) < LEAST {
        return Err(format!("This picture has {width} by {height} pixels. Bring one with at least {LEAST} by {LEAST}."));
    }
    let mut square = middle(&opened.picture);
    square.apply_orientation(opened.orientation);
    Ok((square, opened.profile))
}

/// The square in the middle, at twice the largest size: what is finer would not be seen. Read in place, as a copy of it might take as much memory again.
fn middle(picture: &DynamicImage) -> DynamicImage {
    let (width, height) = picture.dimensions();
    let (side, most) = (width.min(height), 2 * Size::Large.pixels());
    let square = picture.view((width - side) / 2, (height - side) / 2, side, side);
    if side > most { thumbnail(&*square, most, most).into() } else { square.to_image().into() }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, Rgb, RgbImage};

    use super::*;

    fn written(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut file = Cursor::new(Vec::new());
        picture.write_to(&mut file, format).unwrap();
        file.into_inner()
    }

    fn of(file: &[u8], size: Size) -> RgbImage {
        let photo = Photo::of(file).unwrap();
        let (_, jpeg) = photo.into_files().find(|(of, _)| *of == size).unwrap();
        image::load_from_memory_with_format(&jpeg, ImageFormat::Jpeg).unwrap().to_rgb8()
    }

    fn is_near(pixel: &Rgb<u8>, other: [u8; 3]) -> bool {
        pixel.0.iter().zip(other).all(|(one, other)| one.abs_diff(other) < 24)
    }

    #[test]
    fn a_photo_is_the_square_in_the_middle_in_two_sizes() {
        // Red, a blue square, green.
        let picture = RgbImage::from_fn(400, 200, |x, _| {
            Rgb(if x < 100 {
                [255, 0, 0]
            } else if x < 300 {
                [0, 0, 255]
            } else {
                [0, 255, 0]
            })
        });
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
            let file = written(&picture.clone().into(), format);
            for (size, side) in [(Size::Small, 96), (Size::Large, 320)] {
                let photo = of(&file, size);
                assert_eq!(photo.dimensions(), (side, side));
                assert!(
                    is_near(photo.get_pixel(4, side / 2), [0, 0, 255]) && is_near(photo.get_pixel(side - 4, side / 2), [0, 0, 255]),
                    "{format:?}"
                );
            }
        }
    }

    #[test]
    fn what_can_be_seen_through_is_white() {
        let picture = image::RgbaImage::from_pixel(100, 100, image::Rgba([0, 0, 0, 0]));
        assert!(is_near(of(&written(&picture.into(), ImageFormat::Png), Size::Small).get_pixel(50, 50), [255, 255, 255]));
    }

    #[test]
    fn what_is_no_picture_or_a_broken_one_is_refused_with_a_sentence() {
        let png = written(&RgbImage::new(100, 100).into(), ImageFormat::Png);
        for file in [&b""[..], b"hello", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>", b"%PDF-1.7", b"BM\0\0\0\0"] {
            assert!(Photo::of(file).unwrap_err().starts_with("This is no picture"));
        }
        assert!(Photo::of(&png[..60]).unwrap_err().contains("can’t be read"));
        assert!(Photo::of(&png[..20]).unwrap_err().contains("can’t be read"));
        assert!(Photo::of(&[0; LARGEST + 1]).unwrap_err().starts_with("This file has more than 8 MB."));
        assert!(Photo::of(&written(&RgbImage::new(100, 20).into(), ImageFormat::Png)).unwrap_err().contains("at least 48 by 48"));
    }

    #[test]
    fn a_picture_that_says_it_is_huge_is_refused_before_it_is_unpacked() {
        let mut png = written(&RgbImage::new(100, 100).into(), ImageFormat::Png);
        // Its header says 60,000 by 60,000 pixels: 10 GB.
        png[16..24].copy_from_slice(&[0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60]);
        let sum = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
        assert!(Photo::of(&png).unwrap_err().starts_with("This picture has 60000 by 60000 pixels"));
        // 7,000 by 7,000 of 16 bits each: 49 million pixels, but of 8 bytes.
        png[16..26].copy_from_slice(&[0, 0, 0x1b, 0x58, 0, 0, 0x1b, 0x58, 16, 6]);
        let sum = crc32(&png[12..29]);
        png[29..33].copy_from_slice(&sum.to_be_bytes());
        assert!(Photo::of(&png).unwrap_err().starts_with("This picture has 7000 by 7000 pixels"));
    }

    /// As PNG checks its chunks.
    fn crc32(bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 })
        })
    }
}
