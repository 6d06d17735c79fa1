package import Rulebook
package import Signing

/// What the holder says of a request: how often, how long, which optional fields, which documents.
public struct HolderWish: Hashable, Sendable {
    /// Nil: as many as are asked for.
    public var uses: UInt64?
    /// Nil: as long as is asked for.
    public var days: UInt64?
    /// Optional fields to show, by path, or by type and path with a slash between.
    public var with: Set<String>
    /// Fields to leave out.
    public var without: Set<String>
    /// Documents to show; for a type that none of them is of, the wallet takes the newest good one.
    public var documents: [Int64]

    public init(
        uses: UInt64? = nil, days: UInt64? = nil, with: Set<String> = [], without: Set<String> = [],
        documents: [Int64] = []
    ) {
        self.uses = uses
        self.days = days
        self.with = with
        self.without = without
        self.documents = documents
    }
}

/// Which fields of which document are shown.
package struct ShownDocument: Hashable, Sendable, CBORCodable {
    package let document: Int64
    package let commitment: Commitment
    /// In the order in which they are asked for.
    package let fields: [String]

    package func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.unsigned(UInt64(clamping: document))
        commitment.encode(into: &encoder)
        encoder.list(fields) { $0.text($1) }
    }

    package init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        document = Int64(try decoder.unsigned(max: 1 << 53))
        commitment = try Commitment(from: &decoder)
        fields = try decoder.list(max: 1_024) { (inner) throws(CBORError) in try inner.text(max: 256) }
    }

    init(document: Int64, commitment: Commitment, fields: [String]) {
        self.document = document
        self.commitment = commitment
        self.fields = fields
    }
}

extension HolderWish {
    /// Uses and seconds of life, within what is asked.
    package func terms(_ request: Request) throws(GrantRefusal) -> (uses: UInt64, seconds: UInt64) {
        let uses = uses ?? request.maxUses
        guard (1...request.maxUses).contains(uses) else { throw .tooManyUses(uses, limit: request.maxUses) }
        guard let days else { return (uses, request.term) }
        // A term that is no whole number of days may be given whole.
        let limit = (request.term + 86_399) / 86_400
        guard (1...limit).contains(days) else { throw .tooLong(days, limit: limit) }
        return (uses, min(days * 86_400, request.term))
    }

    /// The documents to show with their fields, in the order of the profile.
    package func choose(
        _ profile: SceneProfile, among answering: [TypeCode: [AnsweringDocument]], names: (TypeCode) -> Bilingual
    ) throws(GrantRefusal) -> [ShownDocument] {
        try check(profile)
        var left = Set(documents)
        var shown: [ShownDocument] = []
        for asked in profile.fields {
            let fields = chosen(asked)
            let candidates = answering[asked.type] ?? []
            let named = candidates.first { left.contains($0.id) }
            guard !fields.isEmpty || named != nil else { continue }
            guard let document = named ?? candidates.first(where: { $0.answers(asked) }) ?? candidates.first else {
                throw .nothingHeld(asked.type, names(asked.type))
            }
            left.remove(document.id)
            shown.append(try show(document, fields))
        }
        if let stray = left.min() { throw .documentNotAsked(stray) }
        guard shown.contains(where: { !$0.fields.isEmpty }) else { throw .nothingChosen }
        return shown
    }

    private func show(_ document: AnsweringDocument, _ fields: [String]) throws(GrantRefusal) -> ShownDocument {
        if document.answer == .no, let fact = document.fact { throw .documentNotGood(document.id, fact) }
        if let missing = fields.first(where: { document.places[$0] == nil }) {
            throw .fieldMissing(missing, document: document.id)
        }
        return ShownDocument(document: document.id, commitment: document.commitment, fields: fields)
    }

    /// The fields of a type that are shown: those that are needed, and the optional ones that were chosen.
    private func chosen(_ asked: ProfileFields) -> [String] {
        asked.fields.filter { field in
            field.isRequired || (with.names(field, asked.type) && !without.names(field, asked.type))
        }.map(\.path)
    }

    /// Every field that is named is asked for, and none that is needed is left out.
    private func check(_ profile: SceneProfile) throws(GrantRefusal) {
        let fields = profile.fields.flatMap { asked in asked.fields.map { (asked.type, $0) } }
        let known = Set(fields.flatMap { [$0.1.path, $0.0.text + "/" + $0.1.path] })
        if let stray = with.union(without).subtracting(known).min() { throw .fieldNotAsked(stray) }
        for name in without.sorted() {
            let meant = fields.filter { Set([name]).names($0.1, $0.0) }
            if !meant.isEmpty, meant.allSatisfy({ $0.1.isRequired }) { throw .fieldNeeded(name) }
        }
    }
}

extension Set<String> {
    /// True when a field is among these, by its path alone or with its type.
    fileprivate func names(_ field: AskedField, _ type: TypeCode) -> Bool {
        contains(field.path) || contains(type.text + "/" + field.path)
    }
}
