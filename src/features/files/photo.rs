//! A photo of the site, written anew: what is kept is our own JPEG of the picture that somebody sent, so that it carries
//! no place, time or camera (EXIF), no hidden part, and no more pixels than a screen shows. It is read under limits, since
//! a few kilobytes can unfold into gigabytes.

use super::input::Incoming;
use super::model::MediaType;
use crate::kernel::error::{Error, Result};
use crate::kernel::message::Message;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgb, RgbImage};
use std::io::Cursor;
use std::sync::{Mutex, PoisonError};

/// The longest side of what is sent, in pixels: more than any camera of an officer makes.
const LONGEST_SENT: u32 = 12_000;
/// What a picture may unfold into, in bytes: 12 000 by 9 000 in colour is 324 MB, a phone's 50 megapixels 150 MB.
const MEMORY: u64 = 400 << 20;
/// Pictures are unfolded one after the other, so that many senders at once need the memory of one.
static TURN: Mutex<()> = Mutex::new(());
/// The longest side of what is kept, in pixels.
const LONGEST_KEPT: u32 = 1600;
/// Of what is kept, in percent: nobody sees the difference, and it is a fifth of the bytes.
const QUALITY: u8 = 80;

impl Incoming {
    /// A photo as it arrived, decoded and written anew. Takes some tenths of a second: not on a thread that answers.
    ///
    /// # Errors
    /// 422 of `file`: what is no JPEG, PNG or WebP, is damaged, or is too large to be unfolded; a name that cannot be
    /// kept.
    pub fn photo(file_name: &str, sent: &[u8]) -> Result<Self> {
        // A picture that broke off leaves nothing behind that the next could stumble over.
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let picture =
            decoded(sent).map_err(|message| Error::field("file", message.with("name", file_name)))?;
        let bytes = encoded(&picture)?;
        drop((picture, turn));
        let stem = file_name.rsplit_once('.').map_or(file_name, |(stem, _)| stem);
        let kept = Self::parse(&format!("{stem}.jpg"), bytes)?;
        debug_assert_eq!(kept.media_type, MediaType::Jpeg, "what we wrote");
        Ok(kept)
    }
}

fn decoded(sent: &[u8]) -> Result<DynamicImage, Message> {
    let no_photo = || Message::new("files-photo-kind");
    let format = image::guess_format(sent).ok();
    let taken = [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP];
    let format = format.filter(|format| taken.contains(format)).ok_or_else(no_photo)?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LONGEST_SENT);
    limits.max_image_height = Some(LONGEST_SENT);
    limits.max_alloc = Some(MEMORY);
    let refused = |error: ImageError| match error {
        ImageError::Limits(_) => Message::new("files-photo-large").with("side", LONGEST_SENT),
        _ => Message::new("files-photo-damaged"),
    };
    let mut reader = ImageReader::with_format(Cursor::new(sent), format);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(refused)?;
    // Width times height is known before a single pixel is read.
    limits.check_dimensions(decoder.dimensions().0, decoder.dimensions().1).map_err(refused)?;
    limits.reserve(decoder.total_bytes()).map_err(refused)?;
    // The camera may have lain on its side: the picture is turned, since the note that says so is not kept.
    let orientation = decoder.orientation().map_err(refused)?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

fn encoded(picture: &DynamicImage) -> Result<Vec<u8>> {
    let longest = picture.width().max(picture.height());
    let smaller;
    let picture = if longest > LONGEST_KEPT {
        smaller = picture.thumbnail(LONGEST_KEPT, LONGEST_KEPT);
        &smaller
    } else {
        picture
    };
    let mut bytes = Vec::new();
    let written = JpegEncoder::new_with_quality(&mut bytes, QUALITY).encode_image(&opaque(picture));
    written.map_err(|error| Error::Unexpected(error.into()))?;
    Ok(bytes)
}

/// On white paper: a JPEG knows no transparency, and what lay under it was not to be seen.
fn opaque(picture: &DynamicImage) -> RgbImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8();
    }
    let seen = picture.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0.map(u32::from);
        let over = |colour: u32| ((colour * alpha + 255 * (255 - alpha)) / 255) as u8;
        Rgb([over(red), over(green), over(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageBuffer, Rgb};

    /// Red to the left, blue to the right.
    fn picture(width: u32, height: u32) -> DynamicImage {
        let colour = |x: u32| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) };
        DynamicImage::ImageRgb8(ImageBuffer::from_fn(width, height, |x, _| colour(x)))
    }

    fn sent(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    /// A JPEG with an EXIF segment (CIPA DC-008): the orientation, and words such as a camera's place.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
        tiff.extend([orientation, 0, 0, 0, 0, 0, 0]);
        tiff.extend(b"GPS 36.65N 117.12E");
        let mut segment = b"Exif\0\0".to_vec();
        segment.extend(tiff);
        let mut bytes = jpeg[..2].to_vec();
        bytes.extend([0xFF, 0xE1]);
        bytes.extend(u16::try_from(segment.len() + 2).unwrap().to_be_bytes());
        bytes.extend(segment);
        bytes.extend(&jpeg[2..]);
        bytes
    }

    fn code(result: Result<Incoming>) -> &'static str {
        match result.unwrap_err() {
            Error::Invalid(fields) => fields[0].message.id,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn each_kind_becomes_our_own_jpeg_of_a_screens_size() {
        for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
            let kept = Incoming::photo("现场.HEIC.png", &sent(&picture(2000, 1000), format)).unwrap();
            assert_eq!((kept.media_type, kept.file_name.as_str()), (MediaType::Jpeg, "现场.HEIC.jpg"));
            let read = image::load_from_memory(&kept.bytes).unwrap();
            assert_eq!((read.width(), read.height()), (1600, 800), "{format:?}");
        }
        let small = Incoming::photo("a.png", &sent(&picture(64, 32), ImageFormat::Png)).unwrap();
        assert_eq!(image::load_from_memory(&small.bytes).unwrap().width(), 64, "nothing is blown up");
    }

    #[test]
    fn what_a_camera_wrote_beside_the_picture_is_gone_and_the_picture_stands_upright() {
        let tagged = with_exif(&sent(&picture(64, 32), ImageFormat::Jpeg), 6);
        assert!(tagged.windows(4).any(|part| part == b"GPS "));
        let kept = Incoming::photo("a.jpg", &tagged).unwrap();
        assert!(!kept.bytes.windows(4).any(|part| part == b"Exif" || part == b"GPS "));
        let read = image::load_from_memory(&kept.bytes).unwrap().to_rgb8();
        assert_eq!((read.width(), read.height()), (32, 64), "turned by a quarter");
        assert!(read.get_pixel(16, 4).0[0] > 150 && read.get_pixel(16, 60).0[2] > 150, "left is on top now");
    }

    #[test]
    fn what_was_hidden_by_transparency_stays_hidden() {
        let hidden = ImageBuffer::from_pixel(8, 8, image::Rgba([200, 0, 0, 0]));
        let bytes = sent(&DynamicImage::ImageRgba8(hidden), ImageFormat::Png);
        let kept = Incoming::photo("a.png", &bytes).unwrap();
        let read = image::load_from_memory(&kept.bytes).unwrap().to_rgb8();
        assert!(read.pixels().all(|pixel| pixel.0.iter().all(|part| *part > 250)), "white paper");
    }

    #[test]
    fn what_is_no_photo_is_refused_whatever_its_name() {
        assert_eq!(code(Incoming::photo("a.jpg", b"%PDF-1.7")), "files-photo-kind");
        assert_eq!(code(Incoming::photo("a.jpg", b"GIF89a\x01\0\x01\0")), "files-photo-kind");
        let whole = sent(&picture(64, 32), ImageFormat::Png);
        assert_eq!(code(Incoming::photo("a.png", &whole[..whole.len() / 2])), "files-photo-damaged");
    }

    #[test]
    fn a_small_file_that_unfolds_into_gigabytes_is_refused_before_it_does() {
        // A PNG head of 60 000 by 60 000 points, which would be ten gigabytes.
        let mut bomb = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
        bomb.extend(60_000_u32.to_be_bytes());
        bomb.extend(60_000_u32.to_be_bytes());
        bomb.extend([8, 2, 0, 0, 0]);
        let mut crc = flate2::Crc::new();
        crc.update(&bomb[12..]);
        bomb.extend(crc.sum().to_be_bytes());
        bomb.extend(b"\0\0\0\x01IDAT\0\0\0\0\0");
        assert_eq!(code(Incoming::photo("a.png", &bomb)), "files-photo-large");
    }
}
