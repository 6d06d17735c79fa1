import Signing
import Testing

/// The examples of RFC 8949 appendix A.
@Suite struct CBORVectorTests {
    private static let deterministic = [
        "00", "01", "0a", "17", "1818", "1819", "1864", "1903e8", "1a000f4240", "1b000000e8d4a51000",
        "1bffffffffffffffff", "c249010000000000000000", "20", "29", "3863", "3903e7", "f4", "f5", "f6",
        "c074323031332d30332d32315432303a30343a30305a", "c11a514b67b0", "d74401020304", "d818456449455446",
        "d82076687474703a2f2f7777772e6578616d706c652e636f6d", "40", "4401020304", "60", "6161", "6449455446",
        "62225c", "62c3bc", "63e6b0b4", "64f0908591", "80", "83010203", "8301820203820405",
        "98190102030405060708090a0b0c0d0e0f101112131415161718181819", "a0", "a201020304",
        "a26161016162820203", "826161a161626163", "a56161614161626142616361436164614461656145",
    ]

    @Test(arguments: deterministic)
    func `a deterministic example is read and written as the same bytes`(_ hex: String) throws {
        let original = bytes(hex: hex)
        #expect(try CBORItem(decoding: original).encoded == original)
        var decoder = CBORDecoder(original)
        try decoder.skip()
        #expect(decoder.isAtEnd)
    }

    @Test(arguments: [
        ("f90000", 0xf9), ("f98000", 0xf9), ("f93c00", 0xf9), ("fb3ff199999999999a", 0xfb), ("f97bff", 0xf9),
        ("fa47c35000", 0xfa), ("fb7e37e43c8800759c", 0xfb), ("f97c00", 0xf9), ("f97e00", 0xf9), ("fa7f800000", 0xfa),
        ("fb7ff0000000000000", 0xfb), ("f7", 0xf7), ("f0", 0xf0), ("f818", 0xf8), ("f8ff", 0xf8),
    ])
    func `floats, undefined and simple values are refused, at the top and inside`(_ hex: String, _ first: UInt8) {
        let item = bytes(hex: hex)
        #expect(throws: CBORError.reservedHead(offset: 0, byte: first)) {
            var decoder = CBORDecoder(item)
            try decoder.skip()
        }
        #expect(throws: CBORError.reservedHead(offset: 2, byte: first)) {
            var decoder = CBORDecoder([0x82, 0x01] + item)
            try decoder.skip()
        }
        #expect(throws: CBORError.expected(.bool, offset: 0, found: first)) { try CBORItem(decoding: item) }
    }

    @Test(arguments: [
        ("5f42010243030405ff", 0), ("7f657374726561646d696e67ff", 0), ("9fff", 0), ("9f018202039f0405ffff", 0),
        ("83018202039f0405ff", 5), ("83019f0203ff820405", 2), ("bf61610161629f0203ffff", 0), ("826161bf61626163ff", 3),
        ("bf6346756ef563416d7421ff", 0), ("df01", 0), ("1f", 0), ("3f", 0),
    ])
    func `indefinite lengths are refused`(_ hex: String, _ offset: Int) {
        #expect(throws: CBORError.indefiniteLength(offset: offset)) { try CBORItem(decoding: bytes(hex: hex)) }
        #expect(throws: CBORError.indefiniteLength(offset: offset)) {
            var decoder = CBORDecoder(bytes(hex: hex))
            try decoder.skip()
        }
    }

    @Test(arguments: [("3bffffffffffffffff", 0), ("3b8000000000000000", 0), ("1b8000000000000000", 0)])
    func `an integer beyond 64 bits with sign is refused`(_ hex: String, _ offset: Int) {
        #expect(throws: CBORError.outOfRange(offset: offset)) {
            var decoder = CBORDecoder(bytes(hex: hex))
            _ = try decoder.integer()
        }
    }

    @Test(arguments: [
        (Int64.min, "3b7fffffffffffffff"), (.max, "1b7fffffffffffffff"), (-1, "20"), (-24, "37"), (-25, "3818"),
        (-256, "38ff"), (-257, "390100"), (-65_536, "39ffff"), (-65_537, "3a00010000"), (23, "17"), (24, "1818"),
        (255, "18ff"), (256, "190100"), (65_535, "19ffff"), (65_536, "1a00010000"), (4_294_967_295, "1affffffff"),
        (4_294_967_296, "1b0000000100000000"),
    ])
    func `integers at the edges of each width take the shortest form`(_ value: Int64, _ hex: String) throws {
        var encoder = CBOREncoder()
        encoder.integer(value)
        #expect(Hex.encode(encoder.bytes) == hex)
        var decoder = CBORDecoder(encoder.bytes)
        #expect(try decoder.integer() == value)
        try decoder.finish()
    }
}
