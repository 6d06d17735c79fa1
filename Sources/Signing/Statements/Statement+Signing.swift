extension Statement {
    /// Signs an act with one key: a COSE_Sign1 with empty unprotected header.
    public static func signed(_ header: StatementHeader, payload: [UInt8], by key: PrivateKey) -> Statement {
        let body = HeaderWriter.single(header, key: key.publicKey)
        let bytes = key.sign(SigStructure.single(body: body, payload: payload))
        var encoder = CBOREncoder(reserving: body.count + payload.count + 96)
        encoder.tag(singleTag)
        encoder.array(4)
        encoder.byteString(body)
        encoder.map(0)
        encoder.byteString(payload)
        encoder.byteString(bytes)
        let signature = StatementSignature(
            algorithm: key.publicKey.algorithm, keyID: key.publicKey.id, bytes: bytes, protectedHeader: [])
        return Statement(
            bytes: encoder.bytes, header: header, bodyHeader: body, payload: payload,
            signatures: [signature], isGovernance: false)
    }

    /// Signs a governance act with several keys: a COSE_Sign, signers in ascending order of key id.
    ///
    /// The header's issuer must be nil: governance acts as a whole.
    public static func governance(
        _ header: StatementHeader, payload: [UInt8], by keys: [PrivateKey]
    ) -> Statement {
        precondition(header.issuer == nil, "a governance act names no single issuer")
        let body = HeaderWriter.body(header)
        let signatures = keys.sorted { $0.publicKey.id < $1.publicKey.id }.map { key in
            let protected = HeaderWriter.signer(key.publicKey)
            return StatementSignature(
                algorithm: key.publicKey.algorithm, keyID: key.publicKey.id,
                bytes: key.sign(SigStructure.multiple(body: body, signer: protected, payload: payload)),
                protectedHeader: protected)
        }
        return assembled(header, body: body, payload: payload, signatures: signatures)
    }

    /// The same governance act with one signature more, so that institutions can sign one after another.
    public func cosigned(by key: PrivateKey) -> Statement {
        precondition(isGovernance, "only a governance act takes further signatures")
        let protected = HeaderWriter.signer(key.publicKey)
        let added = StatementSignature(
            algorithm: key.publicKey.algorithm, keyID: key.publicKey.id,
            bytes: key.sign(SigStructure.multiple(body: bodyHeader, signer: protected, payload: payload)),
            protectedHeader: protected)
        let others = signatures.filter { $0.keyID != added.keyID }
        return Statement.assembled(
            header, body: bodyHeader, payload: payload,
            signatures: (others + [added]).sorted { $0.keyID < $1.keyID })
    }

    /// The same governance act with the signatures of another copy added; nil when the other is another act.
    public func merged(with other: Statement) -> Statement? {
        guard isGovernance, other.isGovernance, bodyHeader == other.bodyHeader, payload == other.payload else {
            return nil
        }
        let known = signatures.map(\.keyID)
        let all = signatures + other.signatures.filter { !known.contains($0.keyID) }
        guard all.count <= Statement.maxSigners else { return nil }
        return Statement.assembled(
            header, body: bodyHeader, payload: payload, signatures: all.sorted { $0.keyID < $1.keyID })
    }

    private static func assembled(
        _ header: StatementHeader, body: [UInt8], payload: [UInt8], signatures: [StatementSignature]
    ) -> Statement {
        var encoder = CBOREncoder()
        encoder.tag(multipleTag)
        encoder.array(4)
        encoder.byteString(body)
        encoder.map(0)
        encoder.byteString(payload)
        encoder.list(signatures) { encoder, signature in
            encoder.array(3)
            encoder.byteString(signature.protectedHeader)
            encoder.map(0)
            encoder.byteString(signature.bytes)
        }
        return Statement(
            bytes: encoder.bytes, header: header, bodyHeader: body, payload: payload,
            signatures: signatures, isGovernance: true)
    }
}
