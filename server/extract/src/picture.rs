//! Small pictures of images: decoded, turned upright, made small and written anew, so that nothing of the bytes
//! that came from outside reaches a browser as an image of this server.

use crate::Unreadable;
use image::{
    DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder, metadata::Orientation,
};
use std::io::Cursor;

/// Larger images are refused before they are decoded.
pub const MOST_PIXELS: u64 = 50_000_000;
/// The box the small picture fits into.
const BOX: u32 = 640;
const QUALITY: u8 = 80;
/// Bytes the pixels may take, and what the decoder asks for beside them.
const MOST_MEMORY: u64 = 300 << 20;

/// A small picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// JPEG, or PNG when parts of it are transparent.
    pub bytes: Vec<u8>,
    /// Width and height of the image it was made of, upright.
    pub of: (u32, u32),
}

/// Makes a small picture of an image; of a moving one, of its first frame.
///
/// # Errors
/// [`Unreadable::TooLarge`] for more than [`MOST_PIXELS`], or for pixels so deep that they take more memory
/// than there is for them; [`Unreadable::Broken`] for what cannot be decoded.
pub fn picture(bytes: &[u8]) -> Result<Picture, Unreadable> {
    let broken = |_| Unreadable::Broken;
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| Unreadable::Broken)?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(Unreadable::TooLarge);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    let mut small = if width > BOX || height > BOX { image.thumbnail(BOX, BOX) } else { image };
    small.apply_orientation(orientation);
    let turned = matches!(
        orientation,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let of = if turned { (height, width) } else { (width, height) };
    let mut out = Vec::new();
    if small.color().has_alpha() {
        small.to_rgba8().write_to(&mut Cursor::new(&mut out), ImageFormat::Png).map_err(broken)?;
    } else {
        small.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY)).map_err(broken)?;
    }
    Ok(Picture { bytes: out, of })
}
