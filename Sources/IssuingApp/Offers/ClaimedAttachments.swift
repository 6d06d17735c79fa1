internal import Foundation
internal import Rulebook
public import Signing

/// A file that a claimed document names.
public struct ClaimedAttachment: Hashable, Sendable {
    public let mediaType: String
    public let bytes: [UInt8]
}

extension Desk {
    /// How often a claim may fetch one file in a day: once, and again when an answer was lost or altered.
    public static let attachmentReadsPerDay = 8

    /// A file of a document that was minted to a claim: the document names it, so nothing is given that the holder of
    /// the token was not to have. Nil when none of the claim's documents does, or none is on the ledger.
    public func attachment(_ digest: Digest, by grant: ClaimGrant, at second: UInt64) throws -> ClaimedAttachment? {
        guard let claim = try database.claim(of: grant.offer.id) else { return nil }
        for document in claim.documents where document.stage.isRecorded {
            guard let about = try content(of: document.id)?.attachments.first(where: { $0.sha256 == digest }) else {
                continue
            }
            try countRead(of: digest, by: grant, at: second)
            return ClaimedAttachment(mediaType: about.mediaType, bytes: try attachment(digest))
        }
        return nil
    }

    private func countRead(of digest: Digest, by grant: ClaimGrant, at second: UInt64) throws {
        let day = second / 86_400
        for number in 0..<Desk.attachmentReadsPerDay {
            let mark = SHA256.digest(Array("\(grant.offer.id)/\(digest.hex)/\(day)/\(number)".utf8))
            if try database.spend(.attachment, mark, until: (day + 1) * 86_400) { return }
        }
        throw ClaimRefusal.attachmentLimit(Desk.attachmentReadsPerDay)
    }
}
