internal import Ledger
internal import Rulebook
internal import Signing

extension DeskClient {
    /// Tells what is wrong with a document: the desk compares it with what the ledger commits to.
    func tell(_ opening: Opening<CorrectionClaim>, about record: LeafIndex) async throws {
        _ = try await door.post(
            "/corrections",
            [
                "record": .integer(Int64(clamping: record.value)),
                "opening": .string(Base64URL.encode(opening.encoded)),
            ])
    }
}
