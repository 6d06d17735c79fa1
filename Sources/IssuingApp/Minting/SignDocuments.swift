internal import Credentials
internal import Foundation
internal import Ledger
internal import Rulebook
internal import Sealing
internal import Signing

/// Bound documents are signed, batch by batch: each gets its credential, its correction key and its record.
extension Desk {
    /// How long a type that may not be minted rests before the ledger is asked again, in seconds.
    private static let heldSeconds: UInt64 = 10

    /// Signs the next batch; how many documents it holds, 0 when nothing is bound that may be minted. Types that the
    /// ledger would refuse are held, with the reason, and the others go on. Throws `LedgerAway`.
    func signBatch() async throws -> Int {
        while let next = try database.nextBoundType(checkedBefore: second - min(second, Desk.heldSeconds)) {
            do {
                try await mustMint(next.code, next.version)
                try database.release(next)
                return try await signBatch(of: next)
            } catch let refusal as DeskRefusal { try database.hold(next, refusal, at: second) }
        }
        return 0
    }

    private func signBatch(of kind: TypeVersion) async throws -> Int {
        let bound = try database.boundDocuments(of: kind, limit: configuration.batchSize)
        guard !bound.isEmpty else { return 0 }
        let type = try definition(kind.code, kind.version)
        let numbers = try database.reserveStatusNumbers(bound.count)
        let maker = DocumentMaker(desk: self, type: type, second: second)
        let signed = try await Parallel.map(Array(bound.enumerated())) { item in
            try maker.sign(item.element, number: numbers + UInt64(item.offset))
        }
        let manifest = ManifestDraft(
            type: type.type.code, typeVersion: type.version, records: signed.map(\.record))
        let statement = manifest.signed(by: self)
        do {
            _ = try database.store(
                signed, type: type.type.code, typeVersion: type.version, statement: statement,
                records: manifest.framed, at: second)
        } catch is IssuingDatabase.Undone { return bound.count }
        return bound.count
    }

    /// A header for an act that is to be sent now.
    func header(_ name: ActName) -> StatementHeader {
        let lifetime = min(300, max(1, genesis.parameters.statementLifetime / 2))
        return StatementHeader(
            contentType: name.contentType, issuer: member.text, origin: origin, notAfter: second + lifetime)
    }
}

/// The manifest over the records of a batch.
struct ManifestDraft {
    let type: TypeCode
    let typeVersion: UInt64
    let count: Int
    /// The records, framed as in an entry bundle.
    let framed: [UInt8]
    let tree: RecordTree

    init(type: TypeCode, typeVersion: UInt64, records: [[UInt8]]) {
        var framed: [UInt8] = []
        framed.reserveCapacity(records.count * 48)
        for record in records { EntryBundle.append(leaf: record, to: &framed) }
        self.type = type
        self.typeVersion = typeVersion
        self.framed = framed
        count = records.count
        tree = RecordTree(records.map { Digest.leaf($0) })
    }

    func signed(by desk: Desk) -> Statement {
        let act = IssueDocuments(type: type, typeVersion: typeVersion, count: count, root: tree.root)
        return Statement.signed(desk.header(.issueDocuments), payload: act.encoded, by: desk.keys.statement)
    }
}

/// Makes the credentials of one type.
struct DocumentMaker: Sendable {
    let desk: Desk
    let type: TypeDefinition
    let second: UInt64
    private let integrity: String
    private let numbers: StatusNumbers

    init(desk: Desk, type: TypeDefinition, second: UInt64) {
        self.desk = desk
        self.type = type
        self.second = second
        integrity = TypeMetadata.integrity(of: desk.metadata(of: type).encoded)
        numbers = desk.statusNumbers
    }

    /// A document with its credential, ready to be recorded.
    func sign(_ sealed: SealedDocument, number: UInt64) throws -> SignedDocument {
        let document = sealed.document
        let content = try desk.content(sealed.content, key: document.key)
        let seed = Random.bytes(32)
        guard let correction = PrivateKey(.ed25519, secret: seed) else {
            preconditionFailure("32 bytes are a seed of Ed25519")
        }
        let salt = SHA256.digest(correction.publicKey.bytes)
        let place = numbers.place(number)
        let claims = try claims(document, content, key: sealed.holderKey, correction: salt, place)
        let issued: IssuedSDJWT
        do { issued = try desk.keys.documents.issue(claims, fields: content.documentFields) } catch {
            throw DeskFailure(file: desk.folder.database, fact: "document \(document.id) cannot be signed: \(error)")
        }
        let commitment = IssueRecord.commitment(salt: salt.bytes, document: issued.digest)
        let kept = IssuedContent(credential: issued.text, correctionSeed: seed)
        return SignedDocument(
            id: document.id, statusIndex: place.list * StatusNumbers.perList + place.index,
            issuedSealed: desk.seal(kept, key: document.key), commitment: commitment,
            record: IssueRecord(commitment: commitment, expiry: document.expiry).encoded)
    }

    private func claims(
        _ document: StoredDocument, _ content: DocumentContent, key: [UInt8]?, correction: Digest,
        _ place: (list: UInt64, index: UInt64)
    ) throws -> DocumentClaims {
        guard let key, let holder = PublicKey(.es256, bytes: key) else {
            throw DeskFailure(file: desk.folder.database, fact: "document \(document.id) is bound to no good key")
        }
        return DocumentClaims(
            issuer: desk.configuration.url, type: desk.typeAddress(type.type.code, type.version),
            typeIntegrity: integrity, issuedAt: second, expiry: document.expiry, holderKey: JSONWebKey(holder),
            status: StatusReference(index: Int(place.index), uri: desk.statusAddress(place.list)),
            ledger: LedgerClaims(
                origin: desk.origin, typeCode: type.type.code.text, typeVersion: type.version,
                asOf: UTCTime(seconds: content.asOf).description, updateDays: type.type.updateFrequencyDays,
                correction: correction, provenance: content.isDigitised ? .digitised : .digital,
                label: desk.configuration.isSocial ? .social : .government))
    }
}

extension DocumentContent {
    /// Fields as they stand in the credential: those of a dimension below its name, in the order of the type.
    var documentFields: DocumentFields {
        var items: [DocumentFields.Item] = []
        var groups: [(name: String, place: Int, fields: [DocumentFields.Field])] = []
        for field in fields {
            guard let group = field.group else {
                items.append(.field(name: field.path, value: .string(field.text)))
                continue
            }
            let member = DocumentFields.Field(name: field.path, value: .string(field.text))
            if let place = groups.firstIndex(where: { $0.name == group }) {
                groups[place].fields.append(member)
                items[groups[place].place] = .group(name: group, fields: groups[place].fields)
            } else {
                groups.append((group, items.count, [member]))
                items.append(.group(name: group, fields: [member]))
            }
        }
        return DocumentFields(
            items,
            attachments: attachments.map {
                Attachment(name: $0.name, mediaType: $0.mediaType, digest: $0.sha256, byteCount: $0.size)
            })
    }
}

extension Desk {
    /// The address of a status list.
    func statusAddress(_ list: UInt64) -> String { "\(configuration.url)/status/\(list)" }

    var statusNumbers: StatusNumbers {
        StatusNumbers(secret: keys.storage.index(Array("order".utf8), of: "status/numbers"))
    }
}
