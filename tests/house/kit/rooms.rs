//! What stands beside a record, made through the rooms' own deeds: a scan of a stamped sheet, a notice.

use groundwork::features::audit::Subject;
use groundwork::features::files::{self, Incoming};
use groundwork::features::notices::{self, About, Content, Notice};
use groundwork::kernel::calendar::Quarter;
use groundwork::kernel::division::DivisionCode;
use groundwork::web::Caller;

use super::{Client, TestApp};

/// The smallest thing that is a document.
pub const PDF: &[u8] = b"%PDF-1.7\n1 0 obj <<>> endobj\n%%EOF\n";

/// Attaches a scan to the nomination sheet of a place; the attachment's id.
pub fn scan_of(app: &TestApp, quarter: &str, place: &str) -> i64 {
    let division = DivisionCode::parse(place).unwrap();
    let subject = Subject { kind: "nomination_sheet", id: format!("{quarter}/{place}"), division };
    let file = Incoming::parse("申报表.pdf", PDF.to_vec()).unwrap();
    let (context, now) = (&app.context, app.clock.now());
    let attach = |conn: &mut _| files::attach(conn, &context.files, &machine(), &subject, &file, now);
    context.db.write_now(attach).unwrap()
}

/// Tells a place that a quarter's list takes nominations; the notice's id.
pub fn notice_to(app: &TestApp, quarter: &str, place: &str) -> i64 {
    announced(app, quarter, place, Content::Opening { nominate_by: "2026-10-10".parse().unwrap() })
}

/// Tells a place something about a quarter's list; the notice's id.
pub fn announced(app: &TestApp, quarter: &str, place: &str, content: Content) -> i64 {
    let (quarter, division) = (Quarter::parse(quarter).unwrap(), DivisionCode::parse(place).unwrap());
    let notice = Notice { about: About::List(quarter), division, content };
    let now = app.clock.now();
    app.context.db.write_now(|conn| notices::announce(conn, &machine(), &notice, now)).unwrap()
}

fn machine() -> Caller {
    Caller::command_line(DivisionCode::parse("370000").unwrap())
}

/// Where each notice of a kind leads, and what it says, the newest first.
pub async fn notices_of(who: &Client, kind: &str) -> Vec<(String, String)> {
    let all = who.get("/api/v1/notices").await.must(200).json();
    let text = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
    let items = all["items"].as_array().unwrap().iter().filter(|one| one["kind"] == kind);
    items.map(|one| (text(&one["href"]), text(&one["text"]))).collect()
}

/// A picture of so many pixels, red to the left and blue to the right.
pub fn png(width: u32, height: u32) -> Vec<u8> {
    let colour = |x: u32| image::Rgb(if x < width / 2 { [220, 20, 20] } else { [20, 20, 220] });
    let picture = image::ImageBuffer::from_fn(width, height, |x, _| colour(x));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// The head of a PNG of 60 000 by 60 000 points: a few bytes that unfold into ten gigabytes.
pub fn bomb() -> Vec<u8> {
    let mut bomb = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR".to_vec();
    bomb.extend(60_000_u32.to_be_bytes());
    bomb.extend(60_000_u32.to_be_bytes());
    bomb.extend([8, 2, 0, 0, 0]);
    let mut crc = flate2::Crc::new();
    crc.update(&bomb[12..]);
    bomb.extend(crc.sum().to_be_bytes());
    bomb.extend(b"\0\0\0\x01IDAT\0\0\0\0\0");
    bomb
}

/// A JPEG as a telephone writes it (EXIF 2.32): lying on its side, with the place in a GPS directory and words beside it.
pub fn photo_with_place(width: u32, height: u32) -> Vec<u8> {
    let picture = image::load_from_memory(&png(width, height)).unwrap();
    let mut jpeg = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    let jpeg = jpeg.into_inner();
    // Byte order, then a directory of two entries: orientation 6, and where the GPS directory lies.
    let mut tiff = b"MM\0\x2A\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0");
    // That one: north, 36 degrees 40 minutes 3 seconds.
    tiff.extend(b"\0\x02\0\x01\0\x02\0\0\0\x02N\0\0\0\0\x02\0\x05\0\0\0\x03\0\0\0\x44\0\0\0\0");
    tiff.extend([36_u32, 1, 40, 1, 3, 1].iter().flat_map(|number| number.to_be_bytes()));
    tiff.extend(b"GPS 36.67N");
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    [&jpeg[..2], &[0xFF, 0xE1], &length, b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

/// What a hidden field of a page holds; empty where there is none.
pub fn hidden(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let value = page.split(&field).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}
