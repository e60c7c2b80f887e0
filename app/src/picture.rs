//! Pictures that people bring: read within bounds, upright, and without what the camera noted beside them.
//!
//! Takes time and memory on purpose bounded: call it through [`in_turn`].

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use crate::error::AppError;
use crate::state::internal;

/// The most pixels.
const MOST_PIXELS: u64 = 50_000_000;

/// The most memory that reading one may take, in bytes: the most pixels, of four bytes, with room.
const MEMORY: u64 = 256 * 1024 * 1024;

/// The longest colour profile that is kept, in bytes: those of phones have some 500.
const PROFILE: usize = 4_096;

/// How many pictures are read at once: each may take hundreds of megabytes, for a second or two.
static AT_ONCE: Semaphore = Semaphore::const_new(1);

/// Does what takes long with a picture where blocking is allowed, one at a time.
///
/// # Errors
/// When the program ends.
pub(crate) async fn in_turn<T: Send + 'static>(make: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    let _turn = AT_ONCE.acquire().await.map_err(|error| internal(&error))?;
    spawn_blocking(make).await.map_err(|error| internal(&error))
}

/// A picture as it was brought.
pub(crate) struct Opened {
    /// The picture, as it lies in the file.
    pub(crate) picture: DynamicImage,
    /// How it is to be turned.
    pub(crate) orientation: Orientation,
    /// Its colour profile, where it has one that can be kept.
    pub(crate) profile: Option<Vec<u8>>,
    /// What the file is.
    pub(crate) format: ImageFormat,
}

/// What is said of a file that can't be read.
pub(crate) fn broken(error: &ImageError) -> String {
    tracing::info!(%error, "a picture could not be read");
    "This picture can’t be read: the file may be broken. Open it on your device, save it as JPEG or PNG, and bring that.".to_owned()
}

/// Whether a file is a picture of a kind that is taken: what is in it decides, not its name.
pub(crate) fn format(file: &[u8]) -> Option<ImageFormat> {
    let known = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif];
    image::guess_format(file).ok().filter(|format| known.contains(format))
}

/// Reads a file. What is too large is refused by what the file says of itself, before any of it is unpacked.
///
/// # Errors
/// With a sentence that says what is wrong with the file, and what to bring instead.
pub(crate) fn open(file: &[u8]) -> Result<Opened, String> {
    let format = format(file).ok_or("This is no picture that can be shown here. Bring a JPEG, PNG, WebP or GIF file.")?;
    let mut decoder = ImageReader::with_format(Cursor::new(file), format).into_decoder().map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MEMORY {
        return Err(format!(
            "This picture has {width} by {height} pixels, more than can be taken: {} million at most. Bring a smaller one.",
            MOST_PIXELS / 1_000_000
        ));
    }
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MEMORY);
    decoder.set_limits(limits).map_err(|error| broken(&error))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| profile.len() <= PROFILE);
    let picture = DynamicImage::from_decoder(decoder).map_err(|error| broken(&error))?;
    // A profile of grey or of printing inks means nothing for what is written here.
    let profile = profile.filter(|profile| profile.get(16..20) == Some(b"RGB "));
    Ok(Opened { picture, orientation, profile, format })
}

/// The picture where what can be seen through is white.
pub(crate) fn on_white(picture: &DynamicImage) -> RgbImage {
    let over = picture.to_rgba8();
    RgbImage::from_fn(over.width(), over.height(), |x, y| {
        let [red, green, blue, alpha] = over.get_pixel(x, y).0.map(u32::from);
        let mixed = [red, green, blue].map(|colour| (colour * alpha + 255 * (255 - alpha) + 127) / 255);
        Rgb(mixed.map(|colour| u8::try_from(colour).unwrap_or(u8::MAX)))
    })
}

/// Writes a JPEG with nothing in it but the picture.
///
/// # Errors
/// When it can't be written.
pub(crate) fn jpeg(picture: &RgbImage, quality: u8, profile: Option<Vec<u8>>) -> Result<Vec<u8>, ImageError> {
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut file, quality);
    if let Some(profile) = profile {
        // Written where it can be: without it colours are a little paler.
        drop(encoder.set_icc_profile(profile));
    }
    encoder.write_image(picture, picture.width(), picture.height(), ExtendedColorType::Rgb8)?;
    Ok(file)
}
