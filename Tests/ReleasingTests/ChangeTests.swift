import Releasing
import Sealing
import Signing
import Testing

struct ChangeTests {
    private let world: ReleaseWorld
    private let deposit: Deposit

    init() throws {
        world = try ReleaseWorld(4, quorum: 3)
        deposit = try world.deposit(3)
    }

    @Test func `unused uses are dealt again to a new set, and the old shares go`() throws {
        let newer = try ReleaseWorld(7, quorum: 5)
        var random = SeededRandom(30)
        let context = GrantContext(
            origin: ReleaseWorld.origin, grant: world.context.grant, set: newer.set.digest, party: "bank")
        let later = try newer.dealing(2, from: 2, context: context).deal(using: &random)
        let again = try DealtAgain(later.manifest, after: deposit.manifest, used: 1, grantUses: 3)
        var old = try world.shares(deposit, try at(1))
        old.delete(again.deletions.shares)
        #expect(old.indices == [try use(1)])
        #expect(again.deletions.parts.contains(.ticket(try use(2))) && !again.deletions.parts.contains(.partyPart))
        #expect(!again.deletions.parts.contains(.ticket(try use(1))))
        // What is left opens with the new set, by the new nonces.
        let opened = try newer.secret(
            later, try use(2), from: newer.set.positions, terms: newer.terms(context: context)
        ).open(try PartyDeposit(later, by: newer.party))
        #expect(opened.nonce == context.nonce(of: try use(2)))
        #expect(opened.nonce != world.context.nonce(of: try use(2)))
    }

    @Test func `a later manifest widens nothing`() throws {
        var random = SeededRandom(31)
        let manifest = try world.dealing(2, from: 2).deal(using: &random).manifest
        func refusal(_ used: Int, _ grantUses: Int, _ earlier: DepositManifest? = nil) -> DealtAgainRefusal? {
            do throws(DealtAgainRefusal) {
                _ = try DealtAgain(manifest, after: earlier ?? deposit.manifest, used: used, grantUses: grantUses)
                return nil
            } catch { return error }
        }
        #expect(refusal(1, 3) == nil)
        #expect(refusal(0, 3) == .firstUse(2, expected: 1))
        #expect(refusal(2, 3) == .firstUse(2, expected: 3))
        #expect(refusal(1, 2) == .lastUse(3, limit: 2))
        let other = try ReleaseWorld(3, quorum: 2).deposit(1).manifest
        #expect(refusal(1, 3, other) == .otherGrant(world.context.grant))
    }

    @Test func `a set opens as long as a quorum of those it was dealt to is there`() {
        #expect(world.set.opens(with: ["node-1", "node-3", "node-4", "node-7"]))
        #expect(!world.set.opens(with: ["node-1", "node-3", "node-7"]))
    }

    @Test func `a wallet deals to the keys of the week of the expiry, each signed by its validator`() throws {
        let week = ExpiryWeek(of: ReleaseWorld.expiry)
        #expect(week.end > ReleaseWorld.expiry && week.end - ReleaseWorld.expiry <= 604_800)
        func announce(_ number: Int, week: ExpiryWeek, by signer: Int? = nil) -> [UInt8] {
            WeeklyKey(week: week, key: world.weekly[number - 1].publicKey).signed(
                by: world.release[(signer ?? number) - 1], of: "node-\(number)", in: ReleaseWorld.origin)
        }
        func keys(_ announcements: [[UInt8]]) -> [SealingPublicKey]? {
            WeeklyKey.keys(
                of: world.set, expiry: ReleaseWorld.expiry, from: announcements, in: ReleaseWorld.origin)
        }
        let all = (1...4).map { announce($0, week: week) }
        #expect(keys(all.reversed()) == world.weekly.map(\.publicKey))
        #expect(keys(Array(all.dropLast())) == nil)
        #expect(keys(all.dropLast() + [announce(4, week: week, by: 3)]) == nil)
        let next = try #require(ExpiryWeek(number: week.number + 1))
        #expect(keys(all.dropLast() + [announce(4, week: next)]) == nil)
        #expect(try WeeklyKey(decoding: WeeklyKey(week: next, key: world.weekly[0].publicKey).encoded).week == next)
    }
}
