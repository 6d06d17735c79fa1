public import Accounts
internal import Foundation
internal import Sealing
internal import Signing

/// Page images of documents (PDF, OFD, photo): sealed in the desk's folder, bound by their digest, delivered sealed.
extension Desk {
    /// Most bytes of one image: what the strongroom takes when it is sealed.
    public static let maxAttachmentByteCount = SealedAttachment.maxByteCount
    private static let maxAttachments = 8

    /// Attaches an image to a document that is not signed yet.
    public func attach(
        _ bytes: [UInt8], name: String, mediaType: String, to id: DocumentID, by caller: Caller
    ) throws -> ContentAttachment {
        try caller.must(.clerk)
        guard !bytes.isEmpty, bytes.count <= Desk.maxAttachmentByteCount else {
            throw DeskRefusal.attachmentSize(limit: Desk.maxAttachmentByteCount)
        }
        let type = mediaType.split(separator: ";").first.map(String.init) ?? ""
        guard let kind = ImageKind(rawValue: type), kind.begins(bytes) else {
            throw DeskRefusal.attachmentType(type)
        }
        guard (1...200).contains(name.utf8.count), !name.contains("/") else { throw DeskRefusal.badValues("name") }
        guard let sealed = try database.sealed([id]).first else { throw DeskRefusal.unknownDocument(id) }
        let content = try content(sealed.content, key: sealed.document.key)
        guard content.attachments.count < Desk.maxAttachments else {
            throw DeskRefusal.tooManyDocuments(limit: Desk.maxAttachments)
        }
        let attachment = ContentAttachment(
            name: name, mediaType: type, sha256: SHA256.digest(bytes), size: UInt64(bytes.count))
        if content.attachments.contains(where: { $0.sha256 == attachment.sha256 }) { return attachment }
        try keep(bytes, attachment.sha256)
        let new = DocumentContent(
            holder: content.holder, fields: content.fields, asOf: content.asOf, isDigitised: content.isDigitised,
            attachments: content.attachments + [attachment])
        try database.replaceContent(
            of: id, seal(new, key: sealed.document.key), before: sealed.content,
            attachments: new.attachments.count, marks: copyMarks(attachment.sha256, bytes))
        try accounts.audit(AuditLine(caller, "attach", subject: "\(id)", facts: type), at: second)
        return attachment
    }

    private func keep(_ bytes: [UInt8], _ digest: Digest) throws {
        let path = attachmentPath(digest)
        guard !FileManager.default.fileExists(atPath: path) else { return }
        let temporary = path + "." + Hex.encode(Random.bytes(6))
        try DeskFolder.write(keys.storage.seal(bytes, at: "attachments/" + digest.hex), to: temporary)
        try FileManager.default.moveItem(atPath: temporary, toPath: path)
    }

    /// An image of a document by its name, for who checks it against what is typed; the look is noted.
    public func attachment(
        named name: String, of id: DocumentID, by caller: Caller
    ) throws -> (about: ContentAttachment, bytes: [UInt8]) {
        guard let content = try content(of: id) else { throw DeskRefusal.unknownDocument(id) }
        guard let about = content.attachments.first(where: { $0.name == name }) else {
            throw DeskRefusal.attachmentUnknown
        }
        try accounts.audit(AuditLine(caller, "attachment-read", subject: "\(id)"), at: second)
        return (about, try attachment(about.sha256))
    }

    /// An image by its digest.
    func attachment(_ digest: Digest) throws -> [UInt8] {
        let path = attachmentPath(digest)
        let sealed = try DeskFolder.read(path, max: Desk.maxAttachmentByteCount + 64)
        do { return try keys.storage.open(sealed, at: "attachments/" + digest.hex) } catch {
            throw DeskFailure(file: path, fact: "does not open: \(error)")
        }
    }

    /// The file's name tells nothing of the image.
    private func attachmentPath(_ digest: Digest) -> String {
        folder.attachments + "/" + keys.storage.index(digest.bytes, of: "attachments/file").hex
    }
}

/// What a page image may be, and how its bytes begin.
private enum ImageKind: String {
    case pdf = "application/pdf"
    case ofd = "application/ofd"
    case jpeg = "image/jpeg"
    case png = "image/png"

    func begins(_ bytes: [UInt8]) -> Bool {
        let start: [UInt8] =
            switch self {
            case .pdf: Array("%PDF-".utf8)
            case .ofd: [0x50, 0x4b, 0x03, 0x04]
            case .jpeg: [0xff, 0xd8, 0xff]
            case .png: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
            }
        return bytes.starts(with: start)
    }
}
