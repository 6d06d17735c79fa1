import Signing
import Testing

struct PictureTextTests {
    private let png: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]

    @Test func `a picture is known by its head and its first bytes`() {
        let text = "data:image/png;base64," + Base64.encode(png)
        #expect(PictureText(text)?.byteCount == png.count && PictureText(text)?.text == text)
        #expect(PictureText("data:image/jpeg;base64," + Base64.encode([0xff, 0xd8, 0xff, 0xe0])) != nil)
        for other in [
            "", "示例", "data:image/png;base64,", "data:image/jpeg;base64," + Base64.encode(png), text + "\"", text + " ",
            "data:image/svg+xml;base64," + Base64.encode(png), "https://police.example/x.png",
            "data:image/png;base64," + Base64.encode(png + [UInt8](repeating: 0, count: PictureText.maxByteCount)),
        ] { #expect(PictureText(other) == nil) }
    }
}
