import Ledger
import Testing

struct TilePathTests {
    @Test(arguments: [
        ("tile/0/000", TilePath(.hashes(level: 0), index: 0)),
        ("tile/0/001.p/44", TilePath(.hashes(level: 0), index: 1, width: 44)),
        ("tile/1/000.p/1", TilePath(.hashes(level: 1), index: 0, width: 1)),
        ("tile/63/x001/x234/067", TilePath(.hashes(level: 63), index: 1_234_067)),
        ("tile/entries/x001/x234/067.p/255", TilePath(.entries, index: 1_234_067, width: 255)),
        ("tile/entries/x001/000", TilePath(.entries, index: 1_000)),
        ("tile/0/x999/x999/x999/x999/x999/999", TilePath(.hashes(level: 0), index: 999_999_999_999_999_999)),
    ])
    func `an address is written and read in its one form`(text: String, tile: TilePath) {
        #expect(TilePath(path: text) == tile)
        #expect(tile.path == text)
    }

    @Test(arguments: [
        "", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "tile//000", "tile/64/000",
        "tile/00/000", "tile/-1/000", "tile/+1/000", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1234",
        "tile/0/x000/000", "tile/0/x000/x001/000", "tile/0/001/000", "tile/0/x01/000", "tile/0/x0001/000",
        "tile/0/x001", "tile/0/x001/x000", "tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256",
        "tile/0/000.p/01", "tile/0/000.p/1/", "tile/0/000.p/1.p/1", "tile/0/000.q/1", "tile/0/.p/1", "tile/0/00a",
        "tile/0/ 00", "tile/0/+00", "tile/0/x-01/000", "tile/Entries/000", "tile/entries/000 ", "tiles/0/000",
        "tile/0/x001/x000/x000/x000/x000/x000/000", "tile/0/٠٠٠", "tile/0/../000", "tile/0/000.p/٣",
        "tile/0/x001/000.p", "tile/entries/x001/.p/3",
    ])
    func `anything else is no address`(text: String) {
        #expect(TilePath(path: text) == nil)
    }

    @Test func `a log of 70,000 leaves has the tiles that the standard lists`() {
        func count(_ kind: TilePath.Kind) -> Int {
            (0..<1_000).count { TilePath(kind, index: UInt64($0)).exists(at: 70_000) }
        }
        func widest(_ kind: TilePath.Kind, _ index: UInt64) -> Int? {
            (1...256).last { TilePath(kind, index: index, width: $0).exists(at: 70_000) }
        }
        #expect(count(.hashes(level: 0)) == 273)
        #expect(count(.entries) == 273)
        #expect(widest(.hashes(level: 0), 273) == 112)
        #expect(widest(.entries, 273) == 112)
        #expect(widest(.hashes(level: 0), 274) == nil)
        #expect(count(.hashes(level: 1)) == 1)
        #expect(widest(.hashes(level: 1), 1) == 17)
        #expect(widest(.hashes(level: 2), 0) == 1)
        #expect(widest(.hashes(level: 3), 0) == nil)
        #expect(widest(.hashes(level: 63), 0) == nil)
    }

    @Test func `a log of 256 leaves has one full tile and one hash above it`() {
        #expect(TilePath(.hashes(level: 0), index: 0).exists(at: 256))
        #expect(!TilePath(.hashes(level: 0), index: 0).exists(at: 255))
        #expect(TilePath(.hashes(level: 1), index: 0, width: 1).exists(at: 256))
        #expect(!TilePath(.hashes(level: 1), index: 0, width: 2).exists(at: 256))
        #expect(!TilePath(.hashes(level: 0), index: .max).exists(at: LeafIndex.limit))
    }
}
