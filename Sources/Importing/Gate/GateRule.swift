/// The rules of the quality gate: a closed list; the raw value is the stable code that reports and programs use.
public enum GateRule: String, Sendable, CaseIterable {
    // The row as a whole.
    case fieldCount = "field-count"
    case unreadable = "unreadable"
    case unknownColumn = "unknown-column"
    case columnTwice = "column-twice"
    case notUTF8 = "not-utf-8"
    case duplicate = "duplicate"
    case emptyFile = "empty-file"

    // The type that a row names.
    case typeMissing = "type-missing"
    case unknownType = "unknown-type"
    case typeRetired = "type-retired"
    case otherType = "other-type"

    // One value.
    case required = "required"
    case length = "length"
    case characters = "characters"
    case formula = "formula"
    case unmappedValue = "unmapped-value"
    case codeList = "code-list"
    case date = "date"
    case dateInFuture = "date-in-future"
    case dateTooOld = "date-too-old"
    case month = "month"
    case number = "number"
    case sex = "sex"

    // Identifiers.
    case citizenNumber = "citizen-number"
    case sampleCitizen = "sample-citizen"
    case birthInFuture = "birth-in-future"
    case creditCode = "credit-code"
    case certificateIdentifier = "certificate-identifier"
    case identifierType = "identifier-type"
    case identifierIssuer = "identifier-issuer"

    // Several values together.
    case holderKind = "holder-kind"
    case dateOrder = "date-order"
    case birthDiffers = "birth-differs"
    case sexDiffers = "sex-differs"
    case sumDiffers = "sum-differs"
}
