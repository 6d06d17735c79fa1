internal import NodeAPI
internal import RegistrarAPI
internal import Rulebook
internal import Sealing
internal import Signing

/// One-time tokens by which the registrar, and nobody else, finds the account behind a grant that was traced.
///
/// The wallet draws a key for each, the registrar signs it, and the key signs one grant: no two grants have anything
/// in common, and nobody can put the token of one into another.
extension Wallet {
    /// How many tokens one wish asks for.
    static let tokenBatch = 32
    /// With fewer than so many the wallet asks for more.
    static let fewTokens = 8

    /// What the trace packet of a grant carries; empty when the wallet has no token left.
    ///
    /// A grant that is dealt again has the same token, and no other grant ever gets it: that is durable when this
    /// returns.
    func traceToken(for grant: GrantID) throws -> [UInt8] {
        let index = keys.storage.index(grant.digest.bytes, of: "trace_token")
        guard let row = try database.takeToken(for: index) else { return [] }
        let place = TokenRow.place(row.key)
        guard let key = PrivateKey(.ed25519, secret: try opened(row.secret, at: place)), let issued = row.issued else {
            throw WalletFailure.sealed(place)
        }
        return TraceToken(try opened(issued, at: place), for: grant, by: key).encoded
    }

    /// Asks for tokens when none is left; without its registrar the wallet grants all the same, and whoever asks sees
    /// that the trace packet is empty.
    func stockTraceTokens(_ ledger: WalletLedger) async {
        guard (try? database.tokensLeft()) == 0 else { return }
        _ = try? await takeTraceTokens(ledger)
    }

    /// Asks the registrar for tokens when few are left; returns how many came.
    ///
    /// Keys are durable before they are sent: stopped anywhere, the next try sends the same and gets their tokens.
    public func takeTraceTokens(_ ledger: WalletLedger) async throws -> Int {
        guard try database.tokensLeft() < Wallet.fewTokens else { return 0 }
        return try await takeTraceTokens(try await LedgerMembers(ledger.client))
    }

    /// The same, with the members that are known already.
    func takeTraceTokens(_ members: LedgerMembers) async throws -> Int {
        guard try database.tokensLeft() < Wallet.fewTokens else { return 0 }
        let keys = try unsignedKeys()
        let request = TraceTokensRequest(account: try bound.account, keys: keys)
        let client = try RegistrarClient(settings.registrarURL, timeoutSeconds: 10)
        let tokens: [[UInt8]]
        do {
            tokens = try await Wallet.asking(client) {
                try await client.traceTokens(
                    request.signed(by: holderKey, origin: network.origin, now: Clock.now / 1_000), count: keys.count)
            }
        } catch let refusal as WalletRefusal where refusal.code == RegistrarProblemCode.tokenKeyUsed.rawValue {
            try database.forgetUnsignedTokens()
            throw refusal
        }
        let good = try zip(keys, tokens).map { key, token in
            try check(token, of: key, members)
            return (key, sealed(token, key))
        }
        try database.keepTokens(good)
        return good.count
    }

    /// Keys that were drawn for an earlier try, or fresh ones.
    private func unsignedKeys() throws -> [PublicKey] {
        let waiting = try database.unsignedTokenKeys(limit: TraceTokensRequest.maxCount)
        guard waiting.isEmpty else { return waiting }
        let fresh = (0..<Wallet.tokenBatch).map { _ in PrivateKey(generating: .ed25519) }
        try database.drawTokens(
            fresh.map { ($0.publicKey, sealed($0.secret, $0.publicKey)) }, at: Clock.now)
        return fresh.map(\.publicKey)
    }

    private func sealed(_ bytes: [UInt8], _ key: PublicKey) -> [UInt8] {
        keys.storage.seal(bytes, at: TokenRow.place(key))
    }

    /// Refused unless this wallet's registrar signed exactly that key for this ledger, by a key that it has on it.
    private func check(_ token: [UInt8], of key: PublicKey, _ members: LedgerMembers) throws {
        func refused(_ zh: String, _ en: String) -> WalletRefusal { .badToken(Bilingual(zh: zh, en: en)) }
        let issued: IssuedTraceToken
        do throws(BindingError) { issued = try IssuedTraceToken(token, origin: network.origin) } catch {
            throw refused("\(error)", "\(error)")
        }
        guard issued.key == key else { throw refused("它签的是另一把密钥", "it is of another key") }
        guard issued.registrar == settings.registrar, members.has(.registrar, issued.registrar) else {
            throw refused("由 \(issued.registrar) 签署", "it is signed in the name of \(issued.registrar)")
        }
        let keys = SignatureAlgorithm.allCases.flatMap {
            members.keys(of: issued.registrar, $0, at: Clock.now / 1_000)
        }
        guard issued.isSigned(by: keys) else {
            throw refused(
                "签名不是 \(issued.registrar) 现行密钥所作", "no key that \(issued.registrar) has now signed it")
        }
    }
}
