import Releasing
import Sealing
import Signing
import Testing

/// The deals of sealed disclosures: those of `Vectors/make.py`, and what nobody gets out of them.
struct SealedDealTests {
    private static let details = Array("示例详情".utf8)
    private let world: ReleaseWorld
    private let key: SealedDisclosureKey

    init() throws {
        world = try ReleaseWorld(3, quorum: 2)
        key = SealedDisclosureKey(
            correctionSeed: ReleaseWorld.secret("correction"), origin: ReleaseWorld.origin)
    }

    private func terms(
        _ random: inout SeededRandom, discloser: String = "police", until: UInt64 = 9_000
    ) throws -> SealedTerms {
        try #require(
            SealedTerms(
                origin: ReleaseWorld.origin, discloser: discloser, until: until, latest: ReleaseWorld.expiry,
                set: world.set, salt: random.bytes(SealedTerms.saltByteCount)))
    }

    private func deal(salt: [UInt8] = ReleaseWorld.secret("salt")) throws -> SealedDeal {
        var random = SeededRandom(ReleaseWorld.secret("sealed"))
        let terms = try terms(&random)
        let content = try #require(
            SealedContent(
                tag: key.tag(7), salt: salt, details: Self.details, to: key.details(7), on: terms))
        return try #require(
            SealedDeal(content, on: terms, to: world.set, keys: world.weekly.map(\.publicKey), using: &random))
    }

    private func own(_ deal: SealedDeal, _ number: Int) throws -> OwnSealedShare {
        try OwnSealedShare(
            of: deal, deal.digest, at: try #require(Position(number)), by: world.weekly[number - 1])
    }

    private func share(_ deal: SealedDeal, _ number: Int) throws -> KeyShare {
        DisclosureShare(try own(deal, number), of: ReleaseWorld.statement.digest).share
    }

    @Test func `a deal has the bytes that Python deals, and so has a share`() throws {
        let vectors = try Vectors.read("sealed.txt")
        #expect(key.tag(7).bytes == vectors["tag-7"])
        #expect(key.details(7).bytes == vectors["details-key-7"])
        let deal = try deal()
        #expect(deal.terms.context.grant.bytes == vectors["terms"])
        #expect(deal.encoded == vectors["deal"])
        #expect(deal.digest.bytes == vectors["digest"])
        #expect(try SealedDeal(decoding: deal.encoded) == deal)
        let word = DisclosureShare(try own(deal, 2), of: ReleaseWorld.statement.digest)
            .signed(by: world.release[1], of: "node-2", in: ReleaseWorld.origin, latest: ReleaseWorld.expiry)
        #expect(word == vectors["share-2"])
        #expect(deal.encoded.count < SealedDeal.maxByteCount / 2)
    }

    @Test(arguments: [[1, 2], [1, 3], [2, 3], [3, 2, 1]])
    func `any quorum opens it, and the holder alone reads the details`(_ who: [Int]) throws {
        let deal = try deal()
        let content = try deal.open(try who.map { try share(deal, $0) })
        #expect(content.tag == key.tag(7))
        #expect(content.salt == ReleaseWorld.secret("salt"))
        #expect(content.details(by: key.details(7), on: deal.terms) == Self.details)
        #expect(content.details(by: key.details(8), on: deal.terms) == nil)
    }

    @Test func `one share fewer than a quorum opens nothing, nor does one twice, nor another deal's`() throws {
        let deal = try deal()
        let one = try share(deal, 1)
        #expect(throws: SealedRefusal.tooFewShares(1, needed: 2)) { try deal.open([one]) }
        #expect(throws: SealedRefusal.tooFewShares(1, needed: 2)) { try deal.open([one, one]) }
        let other = try share(try self.deal(salt: ReleaseWorld.secret("another salt")), 2)
        // Drawn from the same seed its shares are the same: what differs is only what they seal.
        #expect(try deal.open([one, other]).salt == ReleaseWorld.secret("salt"))
        var random = SeededRandom(ReleaseWorld.secret("sealed"))
        let foreign = try #require(
            SealedDeal(
                try deal.open([one, other]), on: try terms(&random, until: 8_999), to: world.set,
                keys: world.weekly.map(\.publicKey), using: &random))
        #expect(throws: SealedRefusal.tooFewShares(1, needed: 2)) { try deal.open([one, try share(foreign, 2)]) }
    }

    @Test func `for another member, or another height, its shares fit nothing`() throws {
        let deal = try deal()
        var random = SeededRandom(ReleaseWorld.secret("sealed"))
        for terms in [try terms(&random, discloser: "bank"), try terms(&random, until: 1)] {
            #expect(terms.context != deal.terms.context)
            var encoder = CBOREncoder()
            encoder.array(12)
            terms.encode(into: &encoder)
            let tail = deal.encoded.suffix(deal.encoded.count - head(deal.terms))
            let stolen = try SealedDeal(decoding: encoder.bytes + tail)
            #expect(stolen.digest != deal.digest)
            #expect(throws: DepositRefusal.self) { try own(stolen, 1) }
        }
    }

    /// Bytes of a deal up to its shares.
    private func head(_ terms: SealedTerms) -> Int {
        var encoder = CBOREncoder()
        encoder.array(12)
        terms.encode(into: &encoder)
        return encoder.bytes.count
    }

    @Test func `a share of another validator does not open by this one's key, and a garbled one is told`() throws {
        let deal = try deal()
        let first = try #require(Position(1))
        #expect(throws: DepositRefusal.sharesDoNotOpen(first)) {
            try OwnSealedShare(of: deal, deal.digest, at: first, by: world.weekly[1])
        }
        var bytes = deal.encoded
        // The last byte is that of the content's tag: the shares are good, the content is not.
        bytes[bytes.count - 1] ^= 1
        let garbled = try SealedDeal(decoding: bytes)
        let shares = try [1, 2].map { try share(garbled, $0) }
        #expect(throws: SealedRefusal.contentUnreadable) { try garbled.open(shares) }
    }

    @Test func `details that are too long are not sealed, and all deals have one length`() throws {
        var random = SeededRandom(7)
        let terms = try terms(&random)
        func content(_ count: Int) -> SealedContent? {
            SealedContent(
                tag: key.tag(0), salt: ReleaseWorld.secret("salt"), details: [UInt8](repeating: 1, count: count),
                to: key.details(0), on: terms)
        }
        #expect(content(SealedContent.maxDetailsByteCount + 1) == nil)
        let lengths = try [0, 1, 4_000, SealedContent.maxDetailsByteCount].map {
            try #require(content($0)).encoded.count
        }
        #expect(Set(lengths).count == 1)
    }

    @Test func `a validator's share and its acknowledgement are believed of that validator alone`() throws {
        let deal = try deal()
        let digest = deal.digest
        let word = DisclosureShare(try own(deal, 2), of: ReleaseWorld.statement.digest)
        func signed(_ number: Int) -> [UInt8] {
            word.signed(
                by: world.release[number - 1], of: "node-\(number)", in: ReleaseWorld.origin,
                latest: ReleaseWorld.expiry)
        }
        let statement = ReleaseWorld.statement.digest
        #expect(DisclosureShare(verifying: signed(2), of: statement, deal, digest, from: world.set) == word)
        #expect(DisclosureShare(verifying: signed(1), of: statement, deal, digest, from: world.set) == nil)
        #expect(DisclosureShare(verifying: signed(2), of: digest, deal, digest, from: world.set) == nil)
        let said = DepositAcknowledgement(of: try own(deal, 2))
            .signed(by: world.release[1], of: "node-2", in: ReleaseWorld.origin)
        #expect(DepositAcknowledgement(verifying: said, of: deal, digest, from: world.set)?.position.value == 2)
        #expect(DepositAcknowledgement(verifying: said, of: deal, statement, from: world.set) == nil)
        #expect(try OwnSealedShare(decoding: try own(deal, 2).encoded) == own(deal, 2))
    }
}
