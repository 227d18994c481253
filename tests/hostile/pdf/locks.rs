//! Files behind a lock, with and without a password, and files that would like to do something.

use crate::bytes::concat;
use crate::corpus::{Corpus, Fate};

use super::{PAPER, file, page, page_objects, stream};

const ENCRYPTED: Fate = Fate::Fails("encrypted");

pub fn add_to(corpus: &mut Corpus) {
    corpus.add(
        "pdf that only its owner may change",
        Fate::Picture,
        locked(b""),
    );
    corpus.add("pdf behind a password", ENCRYPTED, locked(b"secret"));
    for (name, fate, entry) in [
        (
            "a lock of an unknown kind",
            Fate::Fails("unsupported"),
            "/Filter/Klingon/V 1/R 2",
        ),
        (
            "a lock of the future",
            Fate::Fails("unsupported"),
            "/Filter/Standard/V 99/R 99/O<00>/U<00>/P 0",
        ),
        (
            "a lock without keys",
            Fate::Either,
            "/Filter/Standard/V 2/R 3/Length 128/P -4",
        ),
        (
            "a lock with short keys",
            Fate::Either,
            "/Filter/Standard/V 5/R 6/Length 256/P -4/O<00>/U<00>/OE<>/UE<>",
        ),
        (
            "a lock of 2³¹ bits",
            Fate::Either,
            "/Filter/Standard/V 2/R 3/Length 2147483647/P -4/O<00>/U<00>",
        ),
        (
            "a lock that is behind itself",
            Fate::Either,
            "/Filter 5 0 R/V 5 0 R/O 5 0 R/U 5 0 R",
        ),
    ] {
        let objects = page_objects(PAPER, stream("", b"0 0 90 90 re f"), &[b"5 0 R".to_vec()]);
        let trailer = format!("/ID[<00><00>]/Encrypt<<{entry}>>");
        corpus.add(format!("pdf with {name}"), fate, file(&objects, &trailer));
    }
    for (name, action) in [
        (
            "a script",
            "/S/JavaScript/JS(app.launchURL\\('http://127.0.0.1:9/'\\);while\\(1\\);)",
        ),
        (
            "a program to launch",
            "/S/Launch/F(/bin/sh)/Win<</F(cmd.exe)>>",
        ),
        ("an address to open", "/S/URI/URI(file:///etc/passwd)"),
        (
            "a form to send",
            "/S/SubmitForm/F(http://127.0.0.1:9/)/Fields[]",
        ),
        ("data to import", "/S/ImportData/F(/etc/passwd)"),
        (
            "a place elsewhere",
            "/S/GoToR/F(\\\\\\\\127.0.0.1\\\\share\\\\x.pdf)/D[0/Fit]",
        ),
        ("actions after actions", "/S/Named/N/Print/Next 5 0 R"),
    ] {
        let action = format!("<<{action}>>");
        let mut objects = page_objects(
            &format!("{PAPER}/AA<</O 5 0 R/C 5 0 R>>/Annots[6 0 R]"),
            stream("", b"90 20 300 150 re f"),
            &[
                action.into_bytes(),
                b"<</Type/Annot/Subtype/Link/Rect[0 0 600 200]/A 5 0 R/AA<</E 5 0 R/PO 5 0 R>>>>"
                    .to_vec(),
            ],
        );
        objects[0] = b"<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R/AA<</WC 5 0 R>>/Names<</JavaScript<</Names[(a) 5 0 R]>>>>>>".to_vec();
        corpus.add(
            format!("pdf with {name}"),
            Fate::Picture,
            file(&objects, ""),
        );
    }
    let elsewhere = "<</Type/XObject/Subtype/Image/Width 9/Height 9/BitsPerComponent 8/ColorSpace/DeviceRGB/F(/etc/passwd)/Length 0>>stream\n\nendstream";
    let outside = format!("{PAPER}/Resources<</XObject<</X 5 0 R>>>>");
    let file = page(&outside, "600 0 0 200 0 0 cm /X Do", &[elsewhere.into()]);
    corpus.add("pdf with a picture in another file", Fate::Either, file);
}

/// What passwords are filled up with.
const PADDING: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

/// One page, locked with RC4 of 128 bits; whoever knows `user`, which may be empty, may read it.
pub fn locked(user: &[u8]) -> Vec<u8> {
    let padded = |password: &[u8]| concat(&[password, &PADDING])[..32].to_vec();
    let hardened = |mut key: [u8; 16]| {
        for _ in 0..50 {
            key = md5(&key);
        }
        key
    };
    let twenty_times = |key: [u8; 16], mut data: Vec<u8>| {
        for round in 0..20 {
            data = rc4(&key.map(|byte| byte ^ round), &data);
        }
        data
    };
    let identity = [7; 16];
    let owner = twenty_times(hardened(md5(&padded(b"owner"))), padded(user));
    let allowed = (-4_i32).to_le_bytes();
    let key = hardened(md5(&concat(&[&padded(user), &owner, &allowed, &identity])));
    let mut proof = twenty_times(key, md5(&concat(&[&PADDING, &identity])).to_vec());
    proof.resize(32, 0);
    // The content is object 4 of generation 0.
    let content_key = md5(&concat(&[&key, &[4, 0, 0, 0, 0]]));
    let content = rc4(&content_key, b"90 20 300 150 re f");
    let trailer = format!(
        "/ID[<{id}><{id}>]/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{}>/U<{}>>>",
        hex(&owner),
        hex(&proof),
        id = hex(&identity),
    );
    file(&page_objects(PAPER, stream("", &content), &[]), &trailer)
}

fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().map(|byte| format!("{byte:02X}"));
    digits.collect::<Vec<_>>().concat()
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: Vec<u8> = (0..=255).collect();
    let mut j = 0_u8;
    for i in 0..256 {
        j = j.wrapping_add(state[i]).wrapping_add(key[i % key.len()]);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    let mut next = || {
        i = i.wrapping_add(1);
        j = j.wrapping_add(state[usize::from(i)]);
        state.swap(usize::from(i), usize::from(j));
        state[usize::from(state[usize::from(i)].wrapping_add(state[usize::from(j)]))]
    };
    data.iter().map(|byte| byte ^ next()).collect()
}

/// As RFC 1321 has it.
fn md5(data: &[u8]) -> [u8; 16] {
    const TURNS: [[u32; 4]; 4] = [
        [7, 12, 17, 22],
        [5, 9, 14, 20],
        [4, 11, 16, 23],
        [6, 10, 15, 21],
    ];
    let mut message = concat(&[data, &[0x80]]);
    message.resize((message.len() + 8).next_multiple_of(64) - 8, 0);
    message.extend((data.len() as u64 * 8).to_le_bytes());
    let mut sum = [0x6745_2301_u32, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476];
    for block in message.chunks_exact(64) {
        let words: Vec<u32> = block
            .as_chunks::<4>()
            .0
            .iter()
            .map(|word| u32::from_le_bytes(*word))
            .collect();
        let [mut a, mut b, mut c, mut d] = sum;
        for step in 0..64 {
            let (mixed, word) = match step / 16 {
                0 => ((b & c) | (!b & d), step),
                1 => ((d & b) | (!d & c), 5 * step + 1),
                2 => (b ^ c ^ d, 3 * step + 5),
                _ => (c ^ (b | !d), 7 * step),
            };
            let sine = (((step + 1) as f64).sin().abs() * 4_294_967_296.0) as u32;
            let turned = a
                .wrapping_add(mixed)
                .wrapping_add(sine)
                .wrapping_add(words[word % 16]);
            let turned = turned.rotate_left(TURNS[step / 16][step % 4]);
            (a, b, c, d) = (d, b.wrapping_add(turned), b, c);
        }
        for (sum, part) in sum.iter_mut().zip([a, b, c, d]) {
            *sum = sum.wrapping_add(part);
        }
    }
    let mut bytes = [0; 16];
    for (place, word) in bytes.chunks_exact_mut(4).zip(sum) {
        place.copy_from_slice(&word.to_le_bytes());
    }
    bytes
}
