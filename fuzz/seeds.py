#!/usr/bin/env python3
"""Writes the good inputs among those of tests/kept: what a fuzzer begins with. Nothing of it was copied from anywhere.

Usage: fuzz/seeds.py (from any folder)
"""
import json
import pathlib
import struct

KEPT = pathlib.Path(__file__).resolve().parent.parent / "tests" / "kept"
A, B, C = "ID01aaaaaaaa01", "ID01aaaaaaaa02", "5-sbyDJSOI0800"


def keep(target, name, content):
    folder = KEPT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def pastes():
    corp = "Tgwobfj0AAno0"
    keep("paste", "good-lines", f"{A}\n{B}\n{C}\n{corp}:3700171320:38415400\n{A}\n")
    keep("paste", "good-table", f"单据号\t发票ID\t金额\nB24000123\t{A}\t171.00\nB24000124\t{B}\t9.50\n合计\t\t180.50\n")
    keep("paste", "good-json", json.dumps({"items": [{"id": A, "fee": 1}, {"invoiceId": [B, C]}]}))
    keep("paste", "good-noise", f"发票ID:ID01xO4jZjprrx(餐费),accessToken=abcdefgh12345678; 1.23457E+15 \u200b{C}\ufeff")
    keep("paste", "good-sheets", f"invoiceId\n{A}\n\u206f\u206e十一月\n{B}\t1\n\u206f{C}\n")
    keep("paste", "good-bills", "单据编号\nB24000123\nB24000124,ID01bbbbbbbb01\n")


def chains():
    about = struct.pack(">HHBHHBBB", 800, 600, 3, 1600, 1200, 3, 0, 90)[:12]
    chain = "image/auto-orient,1/crop,x_10,y_20,w_800,h_600/resize,m_lfit,w_400,h_300"
    for name, query in {
        "crop": "Expires=1&x-oss-process=image/crop,x_10,y_20,w_800,h_600",
        "chain": "x-oss-process=" + chain.replace("/", "%2F").replace(",", "%2C"),
        "bare": chain,
        "turned": "image/rotate,90/crop,w_600,h_800,g_center/resize,p_50/format,jpg/quality,q_90",
        "strips": "image/indexcrop,x_100,i_2/resize,m_pad,w_100,h_100,limit_0",
        "fixed": "image/resize,m_fixed,w_800,h_600/auto-orient,0/resize,m_fill,l_100,s_50",
        "style": "x-oss-process=style/thumb&x-oss-process=image/crop,x_1",
    }.items():
        keep("chain", f"good-{name}", about + query.encode())


def frame(kind, head, body=b""):
    head = head if isinstance(head, bytes) else json.dumps(head, ensure_ascii=False).encode()
    return bytes([kind]) + struct.pack("<IQ", len(head), len(body)) + head + body


def frames():
    limits = {"max_side": 4096, "max_pixels": 1 << 20, "max_whole_pixels": 1 << 20, "max_alloc_bytes": 1 << 24}
    facts = {
        "media_type": "Bmp", "size": [1, 1], "orientation": 1, "frames": 1, "complete": True, "substituted": False,
        "skipped": 0, "blank": False, "fingerprint": 7,
    }
    part = {"page": 0, "scale": 2, "shrink": 1, "left": 0, "top": 0, "width": 3, "height": 2}
    pixels = b"\x80\x80\x80\xff"
    for name, content in {
        "job": frame(0, {"Decode": {"want": "Full", "limits": limits}}, b"BM"),
        "job-thumbnail": frame(0, {"Decode": {"want": {"Thumbnail": {"max_side": 320}}, "limits": limits}}, b"\xff\xd8"),
        "job-part": frame(0, {"Decode": {"want": {"Part": part}, "limits": limits}}),
        "job-read": frame(0, {"Read": {"limits": limits, "most_lines": 400}}, b"BM"),
        "job-workbook": frame(0, '"Workbook"'.encode(), b"PK"),
        "picture": frame(1, {"result": {"Ok": facts}, "rasters": [[1, 1]]}, pixels),
        "thumbnail": frame(2, {"result": {"Ok": facts}, "rasters": [[1, 1]]}, pixels),
        "refused": frame(1, {"result": {"Err": {"Corrupt": {"detail": "票 \u001b[2J"}}}, "rasters": []}),
        "too-large": frame(1, {"result": {"Err": {"TooLarge": {"width": 4294967295, "height": 1}}}, "rasters": []}),
        "error-page": frame(
            2, {"result": {"Err": {"NotAPicture": {"what": {"ServerError": {"code": "AccessDenied"}}}}}, "rasters": []}
        ),
        "data": frame(
            1,
            {
                "result": {"Err": {"DataFile": {"root": "EInvoice", "invoice": None, "fields": []}}},
                "rasters": [],
            },
        ),
        "reading": frame(
            3,
            {
                "Ok": {
                    "size": [60, 40],
                    "lines": [
                        {"corners": [[1, 2], [30, 2], [30, 9.5], [1, 9.5]], "text": "合计 171.00", "turned": False},
                        {"corners": [[1.5, 12], [30, 12], [30, 19.5], [1, 19.25]], "text": None, "turned": None},
                    ],
                }
            },
        ),
        "list": frame(4, {"result": {"Ok": "十一月"}}, f"{A}\t1".encode()),
        "no-list": frame(4, {"result": {"Err": {"Workbook": "damaged"}}}),
    }.items():
        keep("frames", f"good-{name}", content)


def answers():
    link = "https://f.example/a.jpg?Expires=1795341600&OSSAccessKeyId=STS.NT1&Signature=by%2Bzt%3D"
    item = {"id": A, "url": link, "thumbUrl": link, "source": "ocr", "fileName": "扫描 1.jpg", "region": [901, 58, 1665, 969]}
    links = {"items": [item, {**item, "id": B, "region": ["9", "x", None]}, {"id": C, "url": "", "fileName": 7}]}
    failed = {"errorCode": 403, "errorMessage": "token k3pt-to-itself", "traceId": "t-1"}
    grant = {"value": {"accessToken": "a1b2c3", "refreshToken": "r1b2c3", "expireTime": 1795341600000}}
    fields = {"items": [{"id": A, "master": {}, "E_system_发票主体_备注": "x", "E_税额": {"standard": "1.2"}, "L": [1]}]}
    bills = {"items": [[{"invoiceId": A, "invoiceType": "taxi"}, {"invoiceId": B}]]}
    tags = {"items": [{"flowId": "f1", "details": [{"riskTags": [{"tagName": "重复", "invoiceId": A}]}]}]}
    file = {"key": "a-1.jpg", "url": link, "fileId": "2u8", "fileName": "a.jpg", "invoiceNumber": "1", "invoiceCode": "2"}
    attached = {"items": [{"flowId": "f1", "attachmentList": [{"invoiceUrls": [file], "attachmentUrls": [file]}]}]}
    error = "<?xml version='1.0'?>\n<Error><Code>AccessDenied</Code><Message>k3pt-to-itself</Message><EC>0003-1</EC></Error>"
    for name, how, body in [
        ("links", 0, links), ("failed", 0, failed), ("grant", 2, grant), ("list", 3, [file]), ("fields", 6, fields),
        ("bills", 6, bills), ("tags", 6, tags), ("attachments", 6, attached), ("failed-otherwise", 6, failed),
        ("busy", 6 | 6 << 5, {}), ("moved", 6 | 3 << 5, {}),
    ]:
        keep("answers", f"good-{name}", bytes([how]) + json.dumps(body, ensure_ascii=False).encode())
    hidden = {"errorCode": "500", "errorMessage": "k3pt\u0001-to\u0085-itself"}
    named = {"items": [{**item, "fileName": "k3pt-to-itself.jpg", "source": "k3pt-to-itself"}]}
    keep("answers", "token-in-pieces", b"\0" + json.dumps(hidden).encode())
    keep("answers", "token-in-names", b"\0" + json.dumps(named).encode())
    keep("answers", "good-error", bytes([5]) + error.encode())
    keep("answers", "good-error-page", bytes([6]) + b"<html>login</html>")
    keep("answers", "good-headers", bytes([4]) + b"120\nSun, 22 Nov 2026 10:00:00 GMT\nhttps://portal.example/login")


def documents():
    root = "<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>"
    document = (
        "<Document><CommonData><PageArea><PhysicalBox>0 0 100 50</PhysicalBox></PageArea><PublicRes>Res.xml</PublicRes>"
        "<TemplatePage ID='2' BaseLoc='Tpl.xml'/></CommonData><Pages><Page ID='1' BaseLoc='Page.xml'/></Pages>"
        "<Annotations>Annots.xml</Annotations></Document>"
    )
    resources = (
        "<Res><Fonts><Font ID='5' FontName='SimSun'/></Fonts><ColorSpaces><ColorSpace ID='3' Type='RGB'/></ColorSpaces>"
        "<DrawParams><DrawParam ID='4' LineWidth='2'><StrokeColor Value='200 0 0'/></DrawParam></DrawParams>"
        "<MultiMedias><MultiMedia ID='6' Type='Image'><MediaFile>a.bmp</MediaFile></MultiMedia></MultiMedias></Res>"
    )
    bitmap = b"BM" + struct.pack("<IIIIiiHHIIiiII", 58, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + b"\x80\x80\x80\0"
    path = (
        "<PathObject ID='9' Boundary='10 10 50 30' Fill='true' DrawParam='4'><FillColor Value='255 0 0' Alpha='90'/>"
        "<AbbreviatedData>M 0 0 L 50 0 Q 20 5 50 30 B 1 2 3 4 0 30 A 9 9 0 1 1 5 5 C</AbbreviatedData></PathObject>"
    )
    text = (
        "<TextObject Boundary='0 0 100 50' Font='5' Size='10' CTM='1 0.1 0 1 2 3'><FillColor Value='0 0 0'/>"
        "<CGTransform CodePosition='0' CodeCount='1' GlyphCount='1'><Glyphs>1</Glyphs></CGTransform>"
        "<TextCode X='10' Y='30' DeltaX='g 2 9'>票据1</TextCode></TextObject>"
    )
    shade = (
        "<PathObject Boundary='0 0 50 30' Fill='true' Stroke='false'><FillColor><AxialShd StartPoint='0 0' EndPoint='9 9'>"
        "<Segment Position='0'><Color Value='0 0 0'/></Segment><Segment Position='1'><Color Value='255 255 0'/></Segment>"
        "</AxialShd></FillColor><AbbreviatedData>M 0 0 L 50 0 L 50 30 C</AbbreviatedData></PathObject>"
    )
    pattern = (
        "<PathObject Boundary='0 0 50 30' Fill='true'><FillColor><Pattern Width='5' Height='5'><CellContent>"
        + path + "</CellContent></Pattern></FillColor><AbbreviatedData>M 0 0 L 50 0 L 50 30 C</AbbreviatedData></PathObject>"
    )
    clipped = (
        "<ImageObject Boundary='10 10 20 20' ResourceID='6' CTM='20 0 0 20 0 0'><Clips><Clip><Area>"
        "<Path Boundary='0 0 9 9'><AbbreviatedData>M 0 0 L 9 0 L 9 9 C</AbbreviatedData></Path></Area></Clip></Clips></ImageObject>"
    )
    annotations = (
        "<Annotations><Page PageID='1'><FileLoc>Annot.xml</FileLoc></Page></Annotations>",
        "<PageAnnot><Annot ID='20' Type='Stamp'><Appearance Boundary='5 5 20 20'>" + path + "</Appearance></Annot></PageAnnot>",
    )
    for name, content in {
        "path": path, "text": text, "shade": shade, "pattern": pattern, "picture": clipped,
        "block": f"<PageBlock>{path}<PageBlock>{text}</PageBlock></PageBlock>",
    }.items():
        parts = {
            "OFD.xml": root,
            "Doc_0/Document.xml": document,
            "Doc_0/Res.xml": resources,
            "Doc_0/Page.xml": f"<Page><Template TemplateID='2'/><Content><Layer>{content}</Layer></Content></Page>",
            "Doc_0/Tpl.xml": f"<Page><Content><Layer>{shade}</Layer></Content></Page>",
            "Doc_0/Annots.xml": annotations[0],
            "Doc_0/Annot.xml": annotations[1],
            "Doc_0/a.bmp": bitmap,
        }
        if name != "block":
            parts = dict(list(parts.items())[:4]) | ({"Doc_0/a.bmp": bitmap} if name == "picture" else {})
        packed = b"".join(
            b"\x1e" + part.encode() + b"\n" + (body if isinstance(body, bytes) else body.encode())
            for part, body in parts.items()
        )
        keep("ofd", f"good-{name}", packed)


if __name__ == "__main__":
    pastes()
    chains()
    frames()
    answers()
    documents()
