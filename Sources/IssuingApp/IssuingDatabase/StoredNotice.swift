internal import Foundation
internal import GRDB
internal import Ledger
internal import Rulebook
internal import Sealing
internal import Signing

/// What a notice to a holder is made from.
enum StoredNotice: Sendable {
    case status(state: DocumentState, openingSealed: [UInt8], receipt: [UInt8]?)
    case correction(StoredCorrection, receipt: [UInt8]?)
    case expiry(UInt64)

    /// The notice about a document; nil while its record is not known.
    func body(_ document: StoredDocument, _ desk: Desk) throws -> Delivery? {
        guard let record = document.record?.value else { return nil }
        switch self {
        case .status(let state, let sealed, let receipt):
            let place = IssuingDatabase.openingPlace(document.key)
            let opening = try desk.keys.storage.open(sealed, at: place)
            return .status(
                StatusNotice(record: record, state: state.rawValue, opening: opening, receipt: receipt))
        case .correction(let correction, let receipt):
            guard let opening = try desk.reply(to: correction) else { return nil }
            return .correction(CorrectionNotice(record: record, opening: opening.encoded, receipt: receipt))
        case .expiry(let expiry): return .expiry(ExpiryNotice(record: record, expiry: expiry))
        }
    }
}
