internal import NodeAPI
internal import Releasing
internal import Rulebook
internal import Signing
internal import Synchronization

/// One request's wait for what the validators say of its deposit.
final class DepositGathering: Sendable {
    private struct State {
        var words: [Position: [UInt8]] = [:]
        /// By the validator's position.
        var refusals: [Position: DepositRefusalBody] = [:]
    }

    /// What is asked about: a deposit of a grant, or the deal of a sealed disclosure.
    enum Subject: Sendable {
        case deposit(DepositManifest)
        case deal(SealedDeal, Digest)
    }

    let subject: Subject
    /// To whom it was dealt.
    let set: DealtSet
    private let state = Mutex(State())
    private let quorum = Moment()
    private let completion = Moment()

    init(_ subject: Subject, to set: DealtSet) {
        self.subject = subject
        self.set = set
    }

    /// The manifest of a grant's deposit.
    var manifest: DepositManifest? {
        switch subject {
        case .deposit(let manifest): manifest
        case .deal: nil
        }
    }

    /// A validator's word, checked.
    func take(_ word: [UInt8], at position: Position) {
        change { state in
            state.words[position] = word
            state.refusals[position] = nil
        }
    }

    /// What a node says that does not acknowledge it; that of a stranger to the set is nobody's concern.
    func take(_ refusal: DepositRefusalBody) {
        guard let position = set.position(of: refusal.member) else { return }
        change { state in
            if state.words[position] == nil { state.refusals[position] = refusal }
        }
    }

    private func change(_ body: (inout State) -> Void) {
        let (words, refusals) = state.withLock { state in
            body(&state)
            return (state.words.count, state.refusals.count)
        }
        let isComplete = words + refusals >= set.validators.count
        if isComplete { completion.come() }
        if isComplete || words >= set.quorum { quorum.come() }
    }

    /// What was said so far.
    var answer: DepositAnswerBody {
        let refusals = state.withLock { $0.refusals.sorted { $0.key < $1.key }.map(\.value) }
        switch subject {
        case .deposit(let manifest):
            return DepositAnswerBody(manifest, acknowledgements: words, refusals: refusals)
        case .deal(let deal, let digest):
            return DepositAnswerBody(deal, digest, acknowledgements: words, refusals: refusals)
        }
    }

    /// All signed words so far, in the order of the positions.
    var words: [[UInt8]] { state.withLock { $0.words.sorted { $0.key < $1.key }.map(\.value) } }

    /// Returns when all validators have answered, or a while after a quorum has acknowledged, or when the time is over.
    func wait(settling pause: Duration, timeout: Duration) async {
        let deadline = ContinuousClock.now + timeout
        await quorum.wait(until: deadline)
        await completion.wait(until: min(deadline, ContinuousClock.now + pause))
    }
}

/// Something that happens once, and is waited for once.
private final class Moment: Sendable {
    private let stream: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation

    init() { (stream, end) = AsyncStream.makeStream() }

    func come() { end.finish() }

    func wait(until deadline: ContinuousClock.Instant) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in self.stream {} }
            group.addTask { try? await Task.sleep(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }
}
