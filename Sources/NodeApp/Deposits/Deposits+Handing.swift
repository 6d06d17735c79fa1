public import NodeAPI
internal import Releasing
internal import Rulebook
internal import Signing
internal import Storage

extension Deposits {
    /// Takes a deposit with its leave as a client sends it; returns when all validators have said what they make of
    /// it, or a quorum has acknowledged it and the rest are late, or the time is over.
    public func take(_ bytes: [UInt8]) async throws(DepositError) -> DepositAnswerBody {
        let shelf = try open()
        let (handed, deposit) = try HandedDeposit.read(bytes)
        let digest = deposit.manifest.digest
        guard let set = shelf.intake.set(of: deposit.manifest) else {
            throw .refused(.otherContext(deposit.manifest.context))
        }
        let gathering = DepositGathering(.deposit(deposit.manifest), to: set)
        let (standing, isHeld) = try await standing(handed, deposit, digest, shelf)
        switch standing {
        case .acknowledged(let position, let word): gathering.take(word, at: position)
        case .refused(let refusal):
            gathering.take(
                DepositRefusalBody(
                    member: shelf.intake.signer.member.text, code: refusal.code, detail: refusal.words.detail))
        case .apart: break
        }
        guard let relay = shelf.relay else { return gathering.answer }
        // What is held was judged with the leave that it came with: these bytes bring another, which nobody has judged.
        await relay.offer(isHeld ? nil : bytes, gathering, digest)
        await gathering.wait(
            settling: .milliseconds(limits.settleMilliseconds), timeout: .seconds(keptTimeoutSeconds))
        await relay.forget(gathering, digest)
        return gathering.answer
    }

    /// What this node says of it, and whether it was held before: then it was checked when it came, and its
    /// acknowledgements are asked for again, whatever has happened since.
    private func standing(
        _ handed: HandedDeposit, _ deposit: Deposit, _ digest: Digest, _ shelf: Shelf
    ) async throws(DepositError) -> (DepositIntake.Standing, isHeld: Bool) {
        do {
            if try shelf.database.holds(digest, now: WallClock.now / 1_000),
                let standing = try await shelf.intake.standing(of: digest)
            {
                return (standing, true)
            }
            let free = try shelf.database.freeBytes()
            guard free >= UInt64(reserveBytes) else {
                throw DepositError.diskFull(free: Int(clamping: free), reserve: reserveBytes)
            }
            let standing = try await shelf.intake.keep(handed, deposit, from: .client)
            noteSuccess()
            return (standing, false)
        } catch { throw note(error) }
    }
}
