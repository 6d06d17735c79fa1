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
        let gathering = DepositGathering(deposit.manifest, to: set)
        switch try await standing(handed, deposit, digest, shelf) {
        case .acknowledged(let position, let word): gathering.take(word, at: position)
        case .refused(let refusal):
            gathering.take(
                DepositRefusalBody(
                    member: shelf.intake.signer.member.text, code: refusal.code, detail: refusal.words.detail))
        case .apart: break
        }
        guard let relay = shelf.relay else { return gathering.answer }
        await relay.offer(bytes, gathering, digest)
        await gathering.wait(
            settling: .milliseconds(limits.settleMilliseconds), timeout: .seconds(keptTimeoutSeconds))
        await relay.forget(gathering, digest)
        return gathering.answer
    }

    /// What is held was checked when it came: its acknowledgements are asked for again, whatever has happened since.
    private func standing(
        _ handed: HandedDeposit, _ deposit: Deposit, _ digest: Digest, _ shelf: Shelf
    ) async throws(DepositError) -> DepositIntake.Standing {
        do {
            if try shelf.database.holds(digest, now: WallClock.now / 1_000),
                let standing = try await shelf.intake.standing(of: digest)
            {
                return standing
            }
            let free = try shelf.database.freeBytes()
            guard free >= UInt64(reserveBytes) else {
                throw DepositError.diskFull(free: Int(clamping: free), reserve: reserveBytes)
            }
            let standing = try await shelf.intake.keep(handed, deposit, from: .client)
            noteSuccess()
            return standing
        } catch { throw note(error) }
    }
}
