internal import Credentials
internal import NodeAPI
internal import Releasing
internal import RelyingAPI
internal import Rulebook
internal import Sealing
internal import Signing

extension RequestRow {
    /// Where what the desk gets is sealed.
    static func answerPlace(_ number: UInt64) -> String { "request/answer/\(number)" }
}

extension Wallet {
    /// How long a desk may take until the wallet hands everything to the nodes itself.
    private static let deskSeconds: Int64 = 30

    /// Hands an answer to the desk; when that does not answer in time, to the nodes. Then the ledger must show it.
    func send(_ id: Int64, _ ledger: WalletLedger) async throws -> GivenAnswer {
        guard let row = try database.request(id), let asked = try asked(row), let sealed = row.answer else {
            throw GrantRefusal.noSuchRequest(id)
        }
        let answer = try GrantAnswer(decoding: opened(sealed, at: RequestRow.answerPlace(row.number)))
        let told: AnsweredBody?
        do {
            told = try await tell(answer, asked)
        } catch RelyingClientError.problem(let problem) where problem.status < 500 && problem.status != 429 {
            // It may have handed the grant on all the same. Where it did not, nothing is forced on it.
            if try await prove(row, asked, ledger, wait: false) == nil {
                if problem.code == RelyingProblemCode.numberFailed.rawValue { try database.markOver(id) }
                throw RelyingClientError.problem(problem)
            }
            told = nil
        } catch is RelyingClientError { told = nil }
        var held: (given: Int, all: Int)?
        var height = try await prove(row, asked, ledger, wait: told != nil)
        if height == nil {
            held = try await submit(answer, row, asked, ledger)
            height = try await prove(row, asked, ledger, wait: true)
        }
        return GivenAnswer(
            id: id, grant: grantID(row), height: height,
            acknowledgements: held?.given ?? told?.acknowledgements ?? 0,
            validators: held?.all ?? told?.validators ?? 0, isByDesk: held == nil)
    }

    /// Posts an answer to the desk that asked.
    func tell(_ answer: GrantAnswer, _ asked: AskedRequest) async throws -> AnsweredBody {
        guard let address = WebAddress(asked.responseURI), address.scheme == .https || address.isLoopback else {
            throw WalletFailure.unreadable(
                asked.responseURI, reason: "not an https address, and not one of this machine")
        }
        let client = RelyingClient(timeoutSeconds: Wallet.deskSeconds)
        let end = ContinuousClock.now + .seconds(CounterPlace.numberSeconds)
        while true {
            do { return try await client.answer(answer, to: address) } catch RelyingClientError.problem(let problem)
                where problem.code == RelyingProblemCode.numberNotMatched.rawValue && ContinuousClock.now < end
            {
                // At a counter the clerk may still be typing the number.
                try await Task.sleep(for: .seconds(1))
            }
        }
    }

    /// The id of the grant whose key this request has.
    func grantID(_ row: RequestRow) -> GrantID {
        GrantID(origin: network.origin, key: keys.grantKey(row.number).publicKey)
    }

    /// Deposit first, then the grant: signed once more, since the one for the desk lives five minutes.
    private func submit(
        _ answer: GrantAnswer, _ row: RequestRow, _ asked: AskedRequest, _ ledger: WalletLedger
    ) async throws -> (given: Int, all: Int)? {
        let key = keys.grantKey(row.number)
        switch answer {
        case .refused:
            try await ledger.send(ifNew: .refuseRequest(RefuseRequest(request: asked.signed)), by: key)
            return nil
        case .granted(let bytes, _):
            guard let given = try given(row) else { throw GrantRefusal.noSuchRequest(row.id) }
            let deposit = try Deposit(decoding: bytes)
            do {
                let held = try await ledger.deposit(asked.signed, deposit)
                try await ledger.send(ifNew: .grant(given.act(asked)), by: key)
                return held
            } catch NodeClientError.problem(_, let problem) where problem.code == "grant-exists" { return nil }
        // What is dealt again goes to the nodes before the desk hears of it.
        case .dealtAgain: return nil
        }
    }

    /// In which block the ledger has the answer, and keeps that; nil when it does not show it.
    private func prove(
        _ row: RequestRow, _ asked: AskedRequest, _ ledger: WalletLedger, wait: Bool
    ) async throws -> UInt64? {
        let expected = try given(row)?.manifest
        for turn in 0..<(wait ? 20 : 1) {
            if turn > 0 { try await Task.sleep(for: .milliseconds(250)) }
            let entry = try await ledger.ask(
                Grant.self, .grant, .grant(grantID(row)), seen: try database.seenHeight())
            guard let grant = entry.value else { continue }
            guard grant.deposit == expected || expected == nil else {
                throw WalletFailure.badProof(reason: "the ledger has this grant with another deposit")
            }
            let seen = SeenGrant(
                height: entry.height, time: entry.time, isThere: true, grant: grant, trace: nil)
            try keep(seen, row, state: grant.refused == nil ? .given : .refused)
            return entry.height
        }
        return nil
    }
}

extension WalletLedger {
    /// Hands a deposit to the nodes; returns how many of how many validators hold it when they are a quorum.
    ///
    /// `leave` is the relying party's signed request, or the signed limit that names the manifest.
    func deposit(_ leave: [UInt8], _ deposit: Deposit) async throws -> (given: Int, all: Int) {
        let set = DealtSet(network)
        let answer = try await client.deposit(leave, deposit.encoded)
        guard let receipt = DepositReceipt(of: deposit.manifest, answer.words, in: set) else {
            throw GrantRefusal.notHeld(given: answer.acknowledgements.count, needed: set.quorum)
        }
        return (receipt.positions.count, set.validators.count)
    }

    /// Sends an act of a once-only key that may stand on the ledger already.
    func send(ifNew act: Act, by key: PrivateKey) async throws {
        do { try await send(act, by: key) } catch WalletRefusal.ledger(let code, let words) {
            guard ["grant-exists", "request-refused"].contains(code) else {
                throw WalletRefusal.ledger(code: code, words)
            }
        }
    }
}
