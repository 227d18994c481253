//! The archive around a document: what its directory says, and what is true.

use image::ImageFormat;

use crate::bytes::{concat, crc32, deflated, deflated_zeros, le16, le32};
use crate::corpus::{Corpus, Fate, small};

use super::{Document, SQUARE};

const NOT_A_PICTURE: Fate = Fate::Fails("not_a_picture");
const MEMORY: Fate = Fate::Fails("too_much_memory");

#[derive(Clone)]
pub struct Member {
    pub name: Vec<u8>,
    /// 0 is stored, 8 is deflated.
    method: u16,
    flags: u16,
    /// What the directory says that it unpacks to.
    size: u64,
    /// What the directory says that it takes.
    packed: u64,
    checksum: u32,
    /// A Unix mode in the upper half.
    attributes: u32,
    pub data: Vec<u8>,
    form: Form,
}

/// How sizes are written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Usual,
    /// In extra fields of eight bytes each.
    Zip64,
    /// Behind the data.
    Descriptor,
    DescriptorWithoutName,
}

impl Member {
    pub fn stored(name: impl Into<Vec<u8>>, data: impl Into<Vec<u8>>) -> Self {
        let data = data.into();
        Self {
            name: name.into(),
            method: 0,
            flags: 0,
            size: data.len() as u64,
            packed: data.len() as u64,
            checksum: crc32(&[&data]),
            attributes: 0,
            data,
            form: Form::Usual,
        }
    }

    pub fn deflated(self) -> Self {
        let data = deflated(&self.data);
        Self {
            method: 8,
            packed: data.len() as u64,
            data,
            ..self
        }
    }

    /// `size` zeros, packed as tightly as can be.
    fn zeros(name: &str, size: u64) -> Self {
        let data = deflated_zeros(size);
        Self {
            method: 8,
            size,
            packed: data.len() as u64,
            ..Self::stored(name, data)
        }
    }

    fn extra(&self) -> Vec<u8> {
        if self.form != Form::Zip64 {
            return Vec::new();
        }
        concat(&[
            &le16(1),
            &le16(16),
            &self.size.to_le_bytes(),
            &self.packed.to_le_bytes(),
        ])
    }

    fn flags(&self) -> u16 {
        let is_descriptor = matches!(self.form, Form::Descriptor | Form::DescriptorWithoutName);
        self.flags | if is_descriptor { 8 } else { 0 }
    }

    fn facts(&self, is_known: bool) -> Vec<u8> {
        let sizes = match self.form {
            _ if !is_known => [0; 12].to_vec(),
            Form::Zip64 => concat(&[&le32(self.checksum), &[0xFF; 8]]),
            _ => concat(&[
                &le32(self.checksum),
                &le32(self.packed as u32),
                &le32(self.size as u32),
            ]),
        };
        concat(&[
            &le16(45),
            &le16(self.flags()),
            &le16(self.method),
            &[0; 4],
            &sizes,
            &le16(self.name.len() as u16),
            &le16(self.extra().len() as u16),
        ])
    }

    fn local(&self) -> Vec<u8> {
        let is_known = self.flags() & 8 == 0;
        let mut bytes = concat(&[
            b"PK\x03\x04",
            &self.facts(is_known),
            &self.name,
            &self.extra(),
            &self.data,
        ]);
        let sizes = concat(&[
            &le32(self.checksum),
            &le32(self.packed as u32),
            &le32(self.size as u32),
        ]);
        match self.form {
            Form::Descriptor => bytes.extend(concat(&[b"PK\x07\x08", &sizes])),
            Form::DescriptorWithoutName => bytes.extend(sizes),
            _ => {}
        }
        bytes
    }

    fn listed(&self, place: u32) -> Vec<u8> {
        concat(&[
            b"PK\x01\x02",
            &le16(0x0300 | 0x2D),
            &self.facts(true),
            &[0; 6],
            &le32(self.attributes),
            &le32(place),
            &self.name,
            &self.extra(),
        ])
    }
}

pub fn archive(members: &[Member]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for member in members {
        directory.extend(member.listed(bytes.len() as u32));
        bytes.extend(member.local());
    }
    with_end(&bytes, members.len(), &directory, b"")
}

fn with_end(bytes: &[u8], count: usize, directory: &[u8], comment: &[u8]) -> Vec<u8> {
    let count = le16(count as u16);
    let place = le32(bytes.len() as u32);
    let length = le32(directory.len() as u32);
    let comment_length = le16(comment.len() as u16);
    let end: [&[u8]; 7] = [
        b"PK\x05\x06\0\0\0\0",
        &count,
        &count,
        &length,
        &place,
        &comment_length,
        comment,
    ];
    concat(&[bytes, directory, &end.concat()])
}

/// The same with a second end record, whose numbers have eight bytes.
fn archive_64(members: &[Member], count: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for member in members {
        directory.extend(member.listed(bytes.len() as u32));
        bytes.extend(member.local());
    }
    let place = bytes.len() as u64;
    let [count, length, place_64] = [count, directory.len() as u64, place].map(u64::to_le_bytes);
    let end_64 = place + directory.len() as u64;
    let record = concat(&[
        b"PK\x06\x06",
        &44_u64.to_le_bytes(),
        &le16(45),
        &le16(45),
        &[0; 8],
        &[count, count, length, place_64].concat(),
    ]);
    let locator = concat(&[b"PK\x06\x07", &[0; 4], &end_64.to_le_bytes(), &le32(1)]);
    let end = concat(&[b"PK\x05\x06\0\0\0\0", &[0xFF; 12], &[0; 2]]);
    [bytes, directory, record, locator, end].concat()
}

pub fn add_to(corpus: &mut Corpus) {
    benign(corpus);
    names(corpus);
    sizes(corpus);
    directories(corpus);
    locks(corpus);
    let whole = archive(&Document::of(SQUARE).members());
    corpus.add_cuts("ofd cut at", &whole);
    let sheet = [
        Member::stored("[Content_Types].xml", "<Types/>"),
        Member::stored("xl/workbook.xml", "<w/>"),
    ];
    corpus.add("a spreadsheet", NOT_A_PICTURE, archive(&sheet));
    corpus.add("an empty archive", NOT_A_PICTURE, archive(&[]));
}

fn members() -> Vec<Member> {
    Document::of(SQUARE).members()
}

fn benign(corpus: &mut Corpus) {
    let all = |change: fn(Member) -> Member| members().into_iter().map(change).collect::<Vec<_>>();
    for (name, members) in [
        ("stored", members()),
        ("deflated", all(Member::deflated)),
        (
            "with long sizes",
            all(|it| Member {
                form: Form::Zip64,
                ..it
            }),
        ),
        (
            "deflated with long sizes",
            all(|it| Member {
                form: Form::Zip64,
                ..it.deflated()
            }),
        ),
        (
            "with sizes behind its data",
            all(|it| Member {
                form: Form::Descriptor,
                ..it.deflated()
            }),
        ),
        (
            "with nameless sizes behind its data",
            all(|it| Member {
                form: Form::DescriptorWithoutName,
                ..it.deflated()
            }),
        ),
        (
            "with names called UTF-8",
            all(|it| Member { flags: 0x800, ..it }),
        ),
        (
            "with wrong checksums",
            all(|it| Member { checksum: 7, ..it }),
        ),
    ] {
        corpus.add(format!("ofd {name}"), Fate::Picture, archive(&members));
    }
    let long = archive_64(&members(), members().len() as u64);
    corpus.add("ofd with a long end", Fate::Picture, long);
    let mut bytes = Vec::new();
    let mut directory = Vec::new();
    for member in members() {
        directory.extend(member.listed(bytes.len() as u32));
        bytes.extend(member.local());
    }
    let file = with_end(&bytes, members().len(), &directory, &vec![b'c'; 65_535]);
    corpus.add("ofd with a comment of 64 KB", Fate::Picture, file);
}

fn names(corpus: &mut Corpus) {
    let picture = |file: &str| {
        let mut document = Document::of(format!(
            "{SQUARE}<ImageObject ID='2' ResourceID='7' Boundary='5 5 50 50'/>"
        ));
        document.resources = format!(
            "<MultiMedias><MultiMedia ID='7'><MediaFile>{file}</MediaFile></MultiMedia></MultiMedias>"
        );
        document.members()
    };
    let png = || small(ImageFormat::Png);
    // 发票.png, as Chinese systems write it without saying so.
    let gb18030 = b"Doc_0/\xb7\xa2\xc6\xb1.png";
    for (name, document, further) in [
        (
            "in GB 18030",
            picture("发票.png"),
            Member::stored(*gb18030, png()),
        ),
        (
            "that climb",
            picture("../../../../etc/passwd"),
            Member::stored("../../../etc/passwd", png()),
        ),
        (
            "from the root",
            picture("/etc/passwd"),
            Member::stored("/etc/passwd", png()),
        ),
        (
            "of a drive",
            picture("C:\\Windows\\win.ini"),
            Member::stored("C:\\Windows\\win.ini", png()),
        ),
        ("of nothing", picture(""), Member::stored("", png())),
        (
            "of 60 KB",
            picture("n"),
            Member::stored(vec![b'n'; 60_000], png()),
        ),
        ("with zeros", picture("a\0b"), Member::stored("a\0b", png())),
        ("of devices", picture("CON"), Member::stored("CON", png())),
        (
            "that link elsewhere",
            picture("l"),
            Member {
                attributes: 0o120_777 << 16,
                ..Member::stored("Doc_0/l", "/etc/passwd")
            },
        ),
    ] {
        let mut members = document;
        members.push(further);
        corpus.add(
            format!("ofd with names {name}"),
            Fate::Picture,
            archive(&members),
        );
    }
    let mut twice = members();
    twice.extend(Document::of("").members());
    corpus.add("ofd with every name twice", Fate::Picture, archive(&twice));
    let mut linked = members();
    linked[2] = Member {
        attributes: 0o120_777 << 16,
        ..Member::stored("Doc_0/Page.xml", "/etc/passwd")
    };
    corpus.add(
        "ofd whose page links elsewhere",
        Fate::Either,
        archive(&linked),
    );
    for (name, change) in [
        (
            "in capitals",
            (|name| name.to_ascii_uppercase()) as fn(Vec<u8>) -> Vec<u8>,
        ),
        ("with a slash before", |name| concat(&[b"/", &name])),
        ("with a dot before", |name| concat(&[b"./", &name])),
        ("with slashes the other way", |name| {
            name.into_iter()
                .map(|c| if c == b'/' { b'\\' } else { c })
                .collect()
        }),
    ] {
        let changed = members().into_iter().map(|it| Member {
            name: change(it.name.clone()),
            ..it
        });
        // What is an OFD is told by the plain name.
        let changed: Vec<_> = changed
            .chain([Member::stored("OFD.xml", members()[0].data.clone())])
            .collect();
        corpus.add(
            format!("ofd with names {name}"),
            Fate::Picture,
            archive(&changed),
        );
    }
}

fn sizes(corpus: &mut Corpus) {
    let with_page = |page: Member| {
        let mut members = members();
        members[2] = page;
        archive(&members)
    };
    let page = || members()[2].clone();
    let bomb = || Member::zeros("Doc_0/Page.xml", 512 << 20);
    for (name, fate, page) in [
        ("of 512 MB of zeros", MEMORY, bomb()),
        (
            "of 512 MB that says ten bytes",
            Fate::Either,
            Member { size: 10, ..bomb() },
        ),
        (
            "that says four gigabytes",
            Fate::Either,
            Member {
                size: 0xFFFF_FFF0,
                ..page()
            },
        ),
        (
            "that says ten bytes",
            Fate::Either,
            Member {
                size: 10,
                ..page().deflated()
            },
        ),
        (
            "that says no bytes",
            Fate::Either,
            Member {
                size: 0,
                packed: 0,
                ..page()
            },
        ),
        (
            "that takes more than there is",
            Fate::Either,
            Member {
                packed: 0x7FFF_FFFF,
                ..page()
            },
        ),
        (
            "that takes 2⁶³ bytes",
            Fate::Either,
            Member {
                packed: u64::MAX / 2,
                size: u64::MAX,
                form: Form::Zip64,
                ..page()
            },
        ),
        (
            "that is no deflated data",
            Fate::Either,
            Member {
                method: 8,
                ..page()
            },
        ),
    ] {
        corpus.add(format!("ofd with a page {name}"), fate, with_page(page));
    }
    // Each resource file just below what one may unpack to.
    let mut members = forty_resources();
    members.extend((0..40).map(|n| Member::zeros(&format!("Doc_0/R{n}.xml"), 8 << 20)));
    corpus.add(
        "ofd with forty resources of 8 MB",
        Fate::Either,
        archive(&members),
    );
}

/// A document that wants forty resource files, which are not there yet.
fn forty_resources() -> Vec<Member> {
    let mut document = Document::of(SQUARE);
    document.further = (0..40)
        .map(|n| format!("<PublicRes>R{n}.xml</PublicRes>"))
        .collect::<Vec<_>>()
        .concat();
    document.members()
}

fn directories(corpus: &mut Corpus) {
    let many = |count: usize| {
        let empty = (0..count).map(|n| Member::stored(n.to_string(), ""));
        archive_64(
            &members().into_iter().chain(empty).collect::<Vec<_>>(),
            count as u64 + 4,
        )
    };
    corpus.add(
        "ofd of 100,000 members",
        Fate::Fails("too_complex"),
        many(100_000),
    );
    corpus.add(
        "ofd that says 2⁶³ members",
        Fate::Either,
        archive_64(&members(), 1 << 63),
    );
    corpus.add(
        "ofd that says 2³² members",
        Fate::Either,
        archive_64(&members(), 1 << 32),
    );
    let whole = archive(&members());
    let end = whole.len() - 22;
    for (name, at, values) in [
        ("a count", 10, [0, 0xFF]),
        ("a length", 12, [0, 0xFF]),
        ("a place", 16, [0, 0xFF]),
        ("a disk", 4, [1, 0xFF]),
    ] {
        for value in values {
            let mut lying = whole.clone();
            lying[end + at..end + at + 2].fill(value);
            corpus.add(
                format!("ofd with {name} of {value} at its end"),
                Fate::Either,
                lying,
            );
        }
    }
    // Every name is the same bomb in the same place.
    let bomb = Member::zeros("Doc_0/Page.xml", 60 << 20);
    let mut bytes: Vec<u8> = Vec::new();
    let mut directory = Vec::new();
    for member in forty_resources() {
        directory.extend(member.listed(bytes.len() as u32));
        bytes.extend(member.local());
    }
    for n in 0..40 {
        let other = Member {
            name: format!("Doc_0/R{n}.xml").into_bytes(),
            ..bomb.clone()
        };
        directory.extend(other.listed(bytes.len() as u32));
    }
    bytes.extend(bomb.local());
    corpus.add(
        "ofd with forty members in one place",
        Fate::Either,
        with_end(&bytes, 44, &directory, b""),
    );
    let ends = b"PK\x05\x06\0\0\0\0\x01\0\x01\0\x2e\0\0\0\0\0\0\0\0\0".repeat(400_000);
    corpus.add(
        "ofd of 400,000 ends",
        Fate::Either,
        concat(&[&members()[0].local(), &ends]),
    );
    let ends = b"PK\x05\x06".repeat(2_000_000);
    corpus.add(
        "ofd of two million ends",
        Fate::Either,
        concat(&[&members()[0].local(), &ends]),
    );
    let ends = b"PK\x06\x06".repeat(2_000_000);
    let long = archive_64(&members(), 4);
    let at = crate::corpus::find(&long, b"PK\x06\x06");
    corpus.add(
        "ofd of two million long ends",
        Fate::Either,
        concat(&[&long[..at], &ends, &long[at..]]),
    );
}

fn locks(corpus: &mut Corpus) {
    let all = |flags: u16, method: u16| {
        let locked = members().into_iter().map(|it| Member {
            method,
            flags,
            ..it
        });
        archive(&locked.collect::<Vec<_>>())
    };
    corpus.add("ofd behind a password", Fate::Fails("encrypted"), all(1, 0));
    corpus.add(
        "ofd behind a strong password",
        Fate::Fails("encrypted"),
        all(0x41, 0),
    );
    corpus.add("ofd behind AES", Fate::Fails("encrypted"), all(1, 99));
    for method in [1, 9, 12, 14, 93, 95, 98, 0xFFFF] {
        corpus.add(
            format!("ofd packed in way {method}"),
            Fate::Fails("corrupt"),
            all(0, method),
        );
    }
}
