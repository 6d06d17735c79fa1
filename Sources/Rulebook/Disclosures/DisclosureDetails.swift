public import Signing

/// What was read without consent, in which matter: behind the salted commitment of a `disclosure`, shown to the holder
/// off the ledger.
public struct DisclosureDetails: Opened {
    public static let purpose = Purpose.disclosureDetails
    /// The authority's number of its matter.
    public let caseNumber: String
    /// The paths of the fields that were read; empty when all were.
    public let fields: [String]
    public let text: String

    /// Most fields, and most bytes of each text.
    public static let maxFields = 256
    public static let maxCaseByteCount = 200
    public static let maxFieldByteCount = 128
    public static let maxTextByteCount = 4_000

    /// Nil when something is longer than its reader allows.
    public init?(caseNumber: String, fields: [String], text: String) {
        guard caseNumber.utf8.count <= DisclosureDetails.maxCaseByteCount,
            fields.count <= DisclosureDetails.maxFields,
            fields.allSatisfy({ $0.utf8.count <= DisclosureDetails.maxFieldByteCount }),
            text.utf8.count <= DisclosureDetails.maxTextByteCount
        else { return nil }
        self.caseNumber = caseNumber
        self.fields = fields
        self.text = text
    }

    public func encode(into encoder: inout CBOREncoder) {
        encoder.array(3)
        encoder.text(caseNumber)
        encoder.list(fields) { $0.text($1) }
        encoder.text(text)
    }

    public init(from decoder: inout CBORDecoder) throws(CBORError) {
        try decoder.array(count: 3)
        caseNumber = try decoder.text(max: DisclosureDetails.maxCaseByteCount)
        fields = try decoder.list(max: DisclosureDetails.maxFields) { (inner) throws(CBORError) in
            try inner.text(max: DisclosureDetails.maxFieldByteCount)
        }
        text = try decoder.text(max: DisclosureDetails.maxTextByteCount)
    }
}
