import Signing
import Testing

@Suite struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648 are written and read in both alphabets`(_ plain: String, _ encoded: String) {
        let bytes = Array(plain.utf8)
        #expect(Base64.encode(bytes) == encoded)
        #expect(Base64.decode(encoded) == bytes)
        let bare = encoded.filter { $0 != "=" }
        #expect(Base64URL.encode(bytes) == bare)
        #expect(Base64URL.decode(bare) == bytes)
    }

    @Test func `each alphabet has its own last two characters`() {
        let bytes: [UInt8] = [0xfb, 0xef, 0xff]
        #expect(Base64.encode(bytes) == "++//")
        #expect(Base64URL.encode(bytes) == "--__")
        #expect(Base64.decode("++//") == bytes)
        #expect(Base64URL.decode("--__") == bytes)
        #expect(Base64.decode("--__") == nil)
        #expect(Base64URL.decode("++//") == nil)
    }

    @Test(arguments: [
        "Zg", "Zg=", "Zg===", "Zm8", "Zm9v=", "=", "==", "===", "====", "Z===", "=Zg=", "Zg==Zg==", "Zm9vZg=", "Z",
        "Zm9vZ",
    ])
    func `standard base64 with wrong padding is refused`(_ text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Zg==", "Zm8=", "Zm9v=", "=", "Z", "Zm9vY"])
    func `base64url with padding or of an impossible length is refused`(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: ["Zh==", "Zp==", "Zv==", "Zm9=", "Zm+=", "Zm/="])
    func `unused bits that are not zero are refused`(_ text: String) {
        #expect(Base64.decode(text) == nil)
        #expect(Base64URL.decode(text.filter { $0 != "=" }) == nil)
    }

    @Test(arguments: [" Zm9v", "Zm9v\n", "Zm9v\r\n", "Zm 9v", "Zm\t9", "Zm9\0", "Zm9é", "Ｚm9v", "Zm9!", "Zm9*"])
    func `white space and foreign characters are refused`(_ text: String) {
        #expect(Base64.decode(text) == nil)
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `any bytes come back from their text`() {
        var generator = SeededGenerator(seed: 1)
        for count in 0..<100 {
            let bytes = generator.bytes(count)
            #expect(Base64.decode(Base64.encode(bytes)) == bytes)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
            #expect(Base64.encode(bytes).utf8.count == (count + 2) / 3 * 4)
        }
    }

    @Test func `a text that is read is the only text of its bytes`() {
        var generator = SeededGenerator(seed: 2)
        let letters = Array("ABCwxyz0129+/-_= ")
        var readCount = 0
        for _ in 0..<20_000 {
            let count = Int.random(in: 0...9, using: &generator)
            let text = String((0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &generator)] })
            if let bytes = Base64.decode(text) {
                #expect(Base64.encode(bytes) == text)
                readCount += 1
            }
            if let bytes = Base64URL.decode(text) { #expect(Base64URL.encode(bytes) == text) }
        }
        #expect(readCount > 100)
    }
}

@Suite struct HexTests {
    @Test func `bytes are written in lower case and read back`() {
        let bytes: [UInt8] = [0x00, 0x9a, 0xbc, 0xff]
        #expect(Hex.encode(bytes) == "009abcff")
        #expect(Hex.decode("009abcff") == bytes)
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["0", "009", "0G", "AB", "Ab", "0x", " 00", "00 ", "００", "-1"])
    func `any other text is refused`(_ text: String) {
        #expect(Hex.decode(text) == nil)
    }
}
