import ArgumentParser
import Ledger
import NodeAPI
import Releasing
import Rulebook
import Sealing
import Signing

/// How a disclosure is kept from its holder for a while.
struct SealingOptions: ParsableArguments {
    @Option(help: ArgumentHelp(DisclosureWords.sealUntil, valueName: "height"))
    var sealUntil: UInt64?
    @Option(help: ArgumentHelp(DisclosureWords.latest, valueName: "time"))
    var latest: String?
    @Option(help: ArgumentHelp(DisclosureWords.detailsKey, valueName: "key"))
    var detailsKey: String?

    /// What is to be sealed, checked as far as the ledger need not be asked; nil for an open one.
    func plan() throws -> SealingPlan? {
        guard let sealUntil else {
            guard latest == nil, detailsKey == nil else { throw DisclosureWords.sealOptions }
            return nil
        }
        guard let key = detailsKey.flatMap({ Hex.decode($0) }).flatMap({ SealedDetailsKey($0) }) else {
            throw DisclosureWords.noDetailsKey
        }
        let second = try latest.map { text in
            guard let time = UTCTime(text) else { throw DisclosureWords.noTime(text) }
            return time.seconds
        }
        return SealingPlan(until: Height(sealUntil), latest: second, key: key)
    }
}

/// A disclosure that is to be sealed.
struct SealingPlan {
    let until: Height
    /// POSIX seconds; nil: when a ledger at rest would come to the height.
    let latest: UInt64?
    let key: SealedDetailsKey

    /// Deals tag and details to the validators of today; gives what the act says of it, and the deal.
    func deal(
        _ tag: Digest, _ details: Opening<DisclosureDetails>, by member: MemberID, _ session: LedgerSession
    ) async throws -> (seal: DisclosureSeal, deal: SealedDeal, set: DealtSet) {
        let network = session.network
        let set = DealtSet(network)
        let latest = try await latestSecond(session)
        let week = ExpiryWeek(of: latest)
        let words = try await session.client.weeklyKeys(week).announcements
        guard let keys = WeeklyKey.keys(of: set, expiry: latest, from: words, in: network.origin) else {
            throw DisclosureWords.keysMissing
        }
        var random = SystemRandom()
        let salt = random.bytes(SealedTerms.saltByteCount)
        let mark = SealedTag(tag)
        guard
            let terms = SealedTerms(
                origin: network.origin, discloser: member.text, until: until.value, latest: latest, set: set,
                salt: salt),
            let content = SealedContent(
                tag: tag, salt: mark.salt, details: details.encoded, to: key, on: terms),
            let deal = SealedDeal(content, on: terms, to: set, keys: keys, using: &random)
        else { throw DisclosureWords.tooLong }
        let seal = DisclosureSeal(until: until, latest: latest, deposit: deal.digest, mark: mark.commitment)
        return (seal, deal, set)
    }

    /// A ledger at rest makes a block each heartbeat: by then it has come to the height, if the rules allow so long.
    private func latestSecond(_ session: LedgerSession) async throws -> UInt64 {
        if let latest { return latest }
        let height = try await session.client.buckets(.sealed).height
        let blocks = until.value > height ? until.value - height + 2 : 2
        let rest = min(blocks, DisclosureSeal.maxBlocks) * session.network.parameters.heartbeat / 1_000
        return Moment.now / 1_000 + min(rest + 60, DisclosureSeal.maxSeconds - 3_600)
    }

    /// Hands the deal to the nodes with the signed disclosure; gives how many of the validators hold it.
    func hand(
        _ deal: SealedDeal, _ statement: Statement, to set: DealtSet, _ session: LedgerSession
    ) async throws -> Int {
        let answer = try await session.client.deposit(statement.bytes, deal.encoded)
        let digest = deal.digest
        let held = Set(
            answer.words.compactMap {
                DepositAcknowledgement(verifying: $0, of: deal, digest, from: set)?.position
            }
        ).count
        guard held >= set.quorum else { throw DisclosureWords.notHeld(held, needed: set.quorum) }
        return held
    }
}
