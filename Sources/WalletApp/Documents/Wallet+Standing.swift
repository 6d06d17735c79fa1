internal import Ledger
internal import NodeAPI
public import Rulebook
internal import Signing

/// Whether the ledger can be asked, and if not, why.
public enum LedgerAnswer: Sendable {
    case reached(WalletLedger)
    /// Nobody answers, or the holder wants nobody asked.
    case away(Bilingual)
}

extension Wallet {
    /// The ledger, or why it was not reached: a holder reads his documents without it.
    public func ledgerIfReached(_ nodes: [String] = []) async throws -> LedgerAnswer {
        do { return .reached(try await reach(nodes)) } catch let error as NodeClientError {
            return .away(error.words.detail)
        } catch let error as WalletFailure { return .away(error.words.detail) }
    }

    /// How a document stands: asked of the ledger when that is there, and written down.
    func standing(of document: HeldDocument, _ ledger: LedgerAnswer) async throws -> StandingAnswer {
        let last = try database.standing(of: document.id)
        switch ledger {
        case .away(let reason): return .unknown(last: last, reason: reason)
        case .reached(let ledger):
            do {
                let standing = try await ask(document, ledger)
                try database.note(standing, of: document.id)
                return .known(standing)
            } catch let error as NodeClientError {
                return .unknown(last: last, reason: error.words.detail)
            } catch let error as WalletFailure {
                return .unknown(last: last, reason: error.words.detail)
            }
        }
    }

    /// What the ledger says now; an error when nobody does.
    func ask(_ document: HeldDocument, _ ledger: WalletLedger) async throws -> Standing {
        let seen = try database.seenHeight()
        let (issuer, commitment) = (document.issuer, document.commitment)
        let key = StateKey.status(origin: network.origin, issuer: issuer, commitment: commitment)
        let entry = try await ledger.ask(StatusEntry.self, .status, key, seen: seen)
        let disputed = StateKey.correction(origin: network.origin, issuer: issuer, commitment: commitment)
        let correction = try await ledger.ask(CorrectionEntry.self, .correction, disputed, seen: seen)
        return Standing(
            state: entry.value?.state ?? .inForce, since: entry.value?.since,
            sinceHeight: entry.value?.height.value, height: entry.height, time: entry.time,
            correction: correction.value)
    }
}
