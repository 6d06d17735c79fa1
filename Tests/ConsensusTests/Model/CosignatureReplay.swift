import Ledger
import Replication
import Rulebook
import Signing
import TestSupport

/// What a replay of the cosigning has done.
struct CosignatureReplayCount: Equatable {
    var states = 0
    /// Blocks that the guard was asked for and attested: anew, or once more.
    var attested = 0
    /// Blocks that it was asked for in vain.
    var refused = 0
    var faults: [String] = []
}

/// All behaviours of one node of the model, done by the real guard: what the model signs it signs, and nothing else.
///
/// Liars make every block final, so that the node may meet whatever it can meet among others. What is durable is the
/// attestation as bytes; a stop makes the guard anew from them.
struct CosignatureReplay {
    private let model = CosignatureModel(nodes: 1, liars: 1, quorum: 1, heights: 2, stops: 2)
    private let keys: AttestationKeys
    private let origin = TestNetwork.single.origin
    private var table = StateTable(width: 1)
    private var waiting: [ReplayedGuard]
    private var count = CosignatureReplayCount()

    /// A guard, and how it came to be where it is.
    private struct ReplayedGuard {
        var node: CosignatureRecord
        var voteGuard: VoteGuard
        var fresh: Attestation?
        var durable: [UInt8]?
        /// All that the world has.
        var released: [Attestation] = []
    }

    /// Nil when the sample keys are not those of the sample validator.
    init?() {
        guard
            let keys = AttestationKeys(
                log: TestKey.of("node-1/log"), cosigner: TestKey.of("node-1/cosigner"),
                of: TestNetwork.validator(1), in: TestNetwork.single)
        else { return nil }
        self.keys = keys
        let start = ModelState(nodes: 1)
        _ = table.insert(start)
        waiting = [
            ReplayedGuard(
                node: CosignatureRecord(start[0]),
                voteGuard: VoteGuard(keys: keys, origin: TestNetwork.single.origin, last: nil))
        ]
    }

    /// How many states the model's own search visits.
    var searched: Int { model.search().states }

    /// Follows all behaviours; stops at the first that differ.
    mutating func run() throws -> CosignatureReplayCount {
        while let place = waiting.popLast(), count.faults.isEmpty {
            count.states += 1
            if place.node.fresh == nil { askForEverything(place) }
            var acts: [CosignatureRecord] = []
            model.acts(of: place.node, in: state(place.node)) { acts.append($0) }
            for act in acts { try follow(act, place) }
        }
        return count
    }

    private func state(_ node: CosignatureRecord) -> ModelState {
        var state = ModelState(nodes: 1)
        state[0] = node.packed
        return state
    }

    private func attest(
        _ voteGuard: inout VoteGuard, _ height: Int, _ value: Int, life: Int
    ) -> Attestation? {
        let digest = SHA256.digest([UInt8(height), UInt8(value)])
        return try? voteGuard.attest(
            height: Height(UInt64(height)), block: BlockID(digest),
            head: TreeHead(size: UInt64(height) * 10, root: digest), at: TestNetwork.created + UInt64(life))
    }

    /// Every block of every height, whatever the log holds: the guard attests what the model's would.
    private mutating func askForEverything(_ place: ReplayedGuard) {
        for height in 1...model.heights {
            for value in 1...2 {
                var voteGuard = place.voteGuard
                let answer = attest(&voteGuard, height, value, life: place.node.life)
                let isAgain = place.node.recorded.map { $0.height == height && $0.value == value } ?? false
                let isExpected = isAgain || model.signs(place.node, height, value)
                if answer != nil { count.attested += 1 } else { count.refused += 1 }
                if (answer != nil) != isExpected {
                    fault(place, "block \(value) of height \(height): \(answer == nil ? "refused" : "attested")")
                }
                if isAgain, answer?.encoded != place.durable { fault(place, "other bytes when asked again") }
            }
        }
    }

    private mutating func follow(_ act: CosignatureRecord, _ place: ReplayedGuard) throws {
        var next = place
        next.node = act
        if act.life > place.node.life {
            let last = try place.durable.map { try Attestation(decoding: $0) }
            next.voteGuard = VoteGuard(keys: keys, origin: origin, last: last)
            next.fresh = nil
        } else if place.node.fresh == nil, let fresh = act.fresh {
            next.fresh = attest(&next.voteGuard, fresh.height, fresh.value, life: fresh.life)
            if next.fresh == nil { fault(place, "the guard refuses block \(fresh.value) of \(fresh.height)") }
        } else if place.node.fresh != nil, act.fresh == nil {
            next.durable = place.fresh?.encoded
            next.fresh = nil
        } else if let recorded = act.recorded, place.node.lacks(recorded), !act.lacks(recorded) {
            try release(&next)
        }
        if table.insert(model.canonical(state(act))) { waiting.append(next) }
    }

    /// What leaves is what is durable, and contradicts nothing that has left before.
    private mutating func release(_ place: inout ReplayedGuard) throws {
        guard let bytes = place.durable else { return fault(place, "nothing durable to release") }
        let attestation = try Attestation(decoding: bytes)
        let isOther = place.released.contains { $0.height == attestation.height && $0 != attestation }
        if isOther { fault(place, "two attestations of height \(attestation.height.value)") }
        place.released.append(attestation)
    }

    private mutating func fault(_ place: ReplayedGuard, _ what: String) {
        count.faults.append("\(what); node \(String(place.node.word, radix: 16))")
    }
}

extension CosignatureRecord {
    /// True when the world does not have it.
    fileprivate func lacks(_ cosignature: ModelCosignature) -> Bool {
        released(cosignature.height, cosignature.value) >> cosignature.life & 1 == 0
    }
}
