import Releasing
import Sealing
import Signing
import Storage
import Testing

/// The deals of sealed disclosures on disk.
struct SealedDealStoreTests {
    private let directory: ScratchDirectory
    private let genesis = Digest.leaf([1])
    private let key = StorageKey(SecretKey())
    private let own = SealingPrivateKey()
    private let release = PrivateKey(generating: .ed25519)
    private let latest: UInt64 = 2_000_000
    private var path: String { directory.file("deposits") }

    init() throws { directory = try ScratchDirectory() }

    private func open(_ key: StorageKey? = nil) throws -> DepositDatabase {
        try DepositDatabase.open(in: path, ledger: genesis, key: key ?? self.key).database
    }

    /// A deal to a set of one; each has its own salt.
    private func deal(of member: String = "police") throws -> (deal: SealedDeal, share: OwnSealedShare) {
        let validator = DealtValidator(member: "node-1", release: release.publicKey)
        let set = try #require(DealtSet(digest: Digest.leaf([2]), quorum: 1, validators: [validator]))
        var random = SystemRandom()
        let salt = random.bytes(SealedTerms.saltByteCount)
        let terms = try #require(
            SealedTerms(origin: "o/1", discloser: member, until: 9, latest: latest, set: set, salt: salt))
        let reader = try #require(SealedDetailsKey([UInt8](repeating: 4, count: 32)))
        let content = try #require(
            SealedContent(
                tag: Digest.leaf([3]), salt: [UInt8](repeating: 5, count: 32), details: [1], to: reader, on: terms))
        let deal = try #require(
            SealedDeal(content, on: terms, to: set, keys: [own.publicKey], using: &random))
        let position = Position.all(of: 1)[0]
        return (deal, try OwnSealedShare(of: deal, deal.digest, at: position, by: own))
    }

    @Test func `deal, share and words are there again after a restart`() throws {
        let (deal, share) = try deal()
        let digest = deal.digest
        do {
            let store = try open()
            #expect(try store.keep(deal, digest, leave: [7], received: 1))
            #expect(try store.keep(deal, digest, leave: [8], received: 2))
            #expect(try !store.isAcknowledged(deal: digest))
            try store.keep(share)
            try store.acknowledge(deal: digest, [(share.position, [1]), (share.position, [2])])
        }
        let store = try open()
        let found = try #require(try store.deal(digest))
        #expect(found.deal == deal && found.leave == [7])
        #expect(try store.sealedShare(digest) == share)
        #expect(try store.acknowledgements(deal: digest) == [share.position: [1]])
        #expect(try store.isAcknowledged(deal: digest))
        #expect(try store.deal(Digest.leaf([9])) == nil)
    }

    @Test func `by another key the share is lost, and the deal is not`() throws {
        let (deal, share) = try deal()
        do {
            let store = try open()
            _ = try store.keep(deal, deal.digest, leave: [], received: 1)
            try store.keep(share)
        }
        let store = try open(StorageKey(SecretKey()))
        #expect(try store.sealedShare(deal.digest) == nil)
        #expect(try store.deal(deal.digest)?.deal == deal)
    }

    @Test func `what no block names is dropped after a while, what one names is kept until it is over`() throws {
        let store = try open()
        let (named, _) = try deal()
        let (waiting, _) = try deal()
        for deal in [named, waiting] { _ = try store.keep(deal, deal.digest, leave: [], received: 100) }
        #expect(try store.claim(deals: [named.digest, Digest.leaf([9])]) == [Digest.leaf([9])])
        try store.dropDeals(unclaimedSince: 100, overBefore: latest, except: [])
        #expect(try store.deal(waiting.digest) != nil)
        try store.dropDeals(unclaimedSince: 101, overBefore: latest, except: [])
        #expect(try store.deal(waiting.digest) == nil)
        #expect(try store.deal(named.digest) != nil)
        try store.dropDeals(unclaimedSince: 101, overBefore: latest + 1, except: [named.digest])
        #expect(try store.deal(named.digest) != nil)
        try store.dropDeals(unclaimedSince: 101, overBefore: latest + 1, except: [])
        #expect(try store.deal(named.digest) == nil)
    }

    @Test func `a member has so many that wait for a block, and no more`() throws {
        let store = try open()
        for _ in 0..<DepositDatabase.maxUnclaimedDeals {
            let (deal, _) = try deal()
            #expect(try store.keep(deal, deal.digest, leave: [], received: 1))
        }
        let (more, _) = try deal()
        #expect(try !store.keep(more, more.digest, leave: [], received: 1))
        let (other, _) = try deal(of: "regulator")
        #expect(try store.keep(other, other.digest, leave: [], received: 1))
    }
}
