import Ledger
import Rulebook
import Signing

/// What the proofs at hand say of one entry of the state that changes: the one of the use first, then the newest.
///
/// The state tells the last change alone. A proof tells what held at the use as long as that change came no later; so a
/// renewed file keeps the proof of the use beside the newest.
struct Sayings<Value: CBORCodable> {
    private let found: [Result<ProvenState<Value>, Objection>]

    init(_ questions: [LedgerQuestion], of key: StateKey, in asked: PresentedUse, _ ledger: TrustedLedger) {
        found = questions.compactMap { asked.proofs[$0] }.map { bytes in
            Result { () throws(Objection) in try ledger.entry(bytes, key) as ProvenState<Value> }
        }
    }

    /// The first that tells what held at a block: it speaks of that block or a later one, and `tells` says whether its
    /// entry lets one know.
    func told(at height: Height, _ tells: (Value) -> Bool) throws(Objection) -> ProvenState<Value> {
        var objection: Objection?
        for result in found {
            do throws(Objection) {
                let state = try result.get()
                try Sayings.check(state, at: height, tells)
                return state
            } catch { objection = objection ?? error }
        }
        throw objection ?? .unknown(.proofMissing)
    }

    private static func check(
        _ state: ProvenState<Value>, at height: Height, _ tells: (Value) -> Bool
    ) throws(Objection) {
        guard state.height >= height else {
            throw .unknown(
                .proofTooOld, "as of block \(state.height), and the use is in block \(height)",
                zh: "截至区块 \(state.height)，而使用在区块 \(height)", asOf: state.asOf)
        }
        guard state.value.map(tells) ?? true else {
            let reason = Reason.changedSince
            throw Objection(answer: .unknown, reason: reason, fact: reason.cause, asOf: state.asOf)
        }
    }

    /// What the newest proof says that holds; of two of one block the first.
    var newest: ProvenState<Value>? {
        found.compactMap { try? $0.get() }.reduce(nil) { newest, state in
            guard let newest, newest.height >= state.height else { return state }
            return newest
        }
    }
}
