internal import Foundation
public import Ledger
internal import Rulebook
internal import Sealing
internal import Signing

/// What is final goes, sealed, into the holder's mailbox in the nodes' strongroom (主动返还), and so do notices.
extension Desk {
    /// Most deliveries that are sealed at once.
    private static let window = 2_048
    /// Most bytes of bodies in one put; what sealing and framing add still fits a node's limit.
    private static let maxPutByteCount = 12 << 20

    /// Seals and puts what waits; how many deliveries a quorum now holds. Throws `LedgerAway`.
    ///
    /// A desk that was restored does not know which of its numbers were used since its backup: where one was, all of
    /// that batch take their next. `tries`: as many as a wallet looks for behind the last that it found.
    func deliver(tries: UInt64 = PairSecret.gap) async throws -> Int {
        let open = try database.openDeliveries(limit: Desk.window).filter { $0.number != nil }
        guard !open.isEmpty else { return 0 }
        let fresh = open.filter { $0.items == nil }
        let sealer = try DeliverySealer(desk: self, fresh)
        let sealed = try await Parallel.map(fresh) { try sealer.package($0) }.compactMap(\.self)
        try database.keep(sealed)
        let kept = open.compactMap(Package.init(stored:))
        var count = 0
        for part in Desk.parts(kept + sealed) {
            let batch: StrongroomBatch
            do {
                batch = try StrongroomBatch(
                    part.flatMap(\.items), expiry: second + configuration.deliverySeconds,
                    notAfter: second + 300, by: keys.statement, of: member, in: origin)
            } catch { throw DeskFailure(file: folder.database, fact: "has a delivery that cannot be put: \(error)") }
            do { try await ledger.put(batch) } catch is TagTaken {
                guard tries > 1 else {
                    throw LedgerAway(
                        "other bodies lie under all the next tags of a wallet", zh: "某钱包接下来的全部标签下都已有其他密件")
                }
                try database.numberAnew(part.map(\.delivery))
                return count + (try await deliver(tries: tries - 1))
            }
            try database.acknowledge(part.map(\.delivery), at: second)
            count += part.count
        }
        return count
    }

    /// Packages in their order, cut so that each part fits one put.
    private static func parts(_ packages: [Package]) -> [[Package]] {
        var parts: [[Package]] = []
        var entries = 0
        var bytes = 0
        for package in packages {
            let size = package.items.reduce(0) { $0 + $1.body.count }
            let isFull =
                entries + package.items.count > StrongroomPut.maxEntries || bytes + size > maxPutByteCount
            if parts.isEmpty || isFull {
                parts.append([])
                (entries, bytes) = (0, 0)
            }
            parts[parts.count - 1].append(package)
            entries += package.items.count
            bytes += size
        }
        return parts
    }
}

/// A delivery with its sealed bodies: its own, and those of page images.
struct Package: Sendable {
    let delivery: StoredDelivery
    let items: [StrongroomItem]

    /// As it is stored.
    var encoded: [UInt8] {
        var encoder = CBOREncoder(reserving: items.reduce(16) { $0 + $1.body.count + 80 })
        encoder.list(items) { encoder, item in
            encoder.array(3)
            item.tag.encode(into: &encoder)
            encoder.byteString(item.body)
            encoder.digest(item.eraser)
        }
        return encoder.bytes
    }

    init(delivery: StoredDelivery, items: [StrongroomItem]) {
        self.delivery = delivery
        self.items = items
    }

    /// A delivery whose bodies were sealed before; nil when they were not.
    init?(stored delivery: StoredDelivery) {
        guard let bytes = delivery.items else { return nil }
        var decoder = CBORDecoder(bytes, areOwn: true)
        let items = try? decoder.list(max: 64) { (inner) throws(CBORError) in
            try inner.array(count: 3)
            return StrongroomItem(
                tag: try StrongroomTag(from: &inner), body: try inner.byteString(max: StrongroomEntry.maxByteCount),
                eraser: try inner.digest())
        }
        guard let items else { return nil }
        self.init(delivery: delivery, items: items)
    }
}

/// Seals deliveries; what several of them share is looked up once.
struct DeliverySealer: Sendable {
    private let desk: Desk
    private let documents: [DocumentID: SealedDocument]
    private let batches: [BatchID: BatchReceipt]
    private let notices: [Int64: StoredNotice]

    /// The manifest of a batch with the tree over its records.
    private struct BatchReceipt: Sendable {
        let receipt: Receipt
        let tree: RecordTree
        let records: [[UInt8]]
    }

    init(desk: Desk, _ deliveries: [StoredDelivery]) throws {
        self.desk = desk
        let sealed = try desk.database.sealed(Array(Set(deliveries.map(\.document))))
        let documents = Dictionary(sealed.map { ($0.document.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.documents = documents
        let wanted = Set(
            deliveries.filter { $0.kind == .document }.compactMap { documents[$0.document]?.document.batch })
        var batches: [BatchID: BatchReceipt] = [:]
        for id in wanted { batches[id] = try DeliverySealer.receipt(of: id, desk) }
        self.batches = batches
        notices = try desk.database.notices(deliveries)
    }

    private static func receipt(of id: BatchID, _ desk: Desk) throws -> BatchReceipt? {
        guard let batch = try desk.database.batch(id), let bytes = batch.receipt else { return nil }
        do {
            let records = try EntryBundle.parse(batch.records).map { Array($0) }
            return BatchReceipt(
                receipt: try Receipt(decoding: bytes), tree: RecordTree(records.map { Digest.leaf($0) }),
                records: records)
        } catch { throw DeskFailure(file: desk.folder.database, fact: "holds a batch that cannot be read: \(error)") }
    }

    /// The sealed bodies of a delivery; nil when its wallet is unknown.
    func package(_ delivery: StoredDelivery) throws -> Package? {
        guard let number = delivery.number, let sealed = documents[delivery.document],
            let listing = try desk.listing(of: sealed.document.holder)
        else { return nil }
        let tag = listing.pairSecret.tag(number)
        switch delivery.kind {
        case .document: return try document(delivery, sealed, listing, number)
        case .status, .correction, .expiry:
            guard let notice = try notices[delivery.id]?.body(sealed.document, desk) else { return nil }
            return Package(delivery: delivery, items: [try item(notice, listing, tag)])
        }
    }

    private func document(
        _ delivery: StoredDelivery, _ sealed: SealedDocument, _ listing: WalletListing, _ number: UInt64
    ) throws -> Package? {
        guard let record = sealed.document.record else { return nil }
        let issued = try desk.issued(sealed)
        let content = try desk.content(sealed.content, key: sealed.document.key)
        var items: [StrongroomItem] = []
        var images: [SealedAttachment] = []
        for (offset, attachment) in content.attachments.enumerated() {
            let tag = listing.pairSecret.tag(number + 1 + UInt64(offset))
            let (image, body) = try SealedAttachment.seal(try desk.attachment(attachment.sha256), at: tag)
            images.append(image)
            items.append(StrongroomItem(tag: StrongroomTag(tag.digest), body: body, eraser: image.erase.eraser))
        }
        let body = DeliveredDocument(
            credential: issued.credential, correctionSeed: issued.correctionSeed,
            receipt: try recordReceipt(sealed.document)?.encoded, record: record.value, binding: listing.binding,
            attachments: images)
        items.insert(try item(.document(body), listing, listing.pairSecret.tag(number)), at: 0)
        return Package(delivery: delivery, items: items)
    }

    /// The receipt of a document's record.
    func recordReceipt(_ document: StoredDocument) throws -> Receipt? {
        guard let batch = document.batch.flatMap({ batches[$0] }), let position = document.position else { return nil }
        let manifest = batch.receipt
        return Receipt(
            leaf: manifest.leaf, proof: manifest.proof, checkpoint: manifest.checkpoint,
            record: RecordProof(
                bytes: batch.records[position], position: position, path: batch.tree.path(to: position)))
    }

    private func item(_ delivery: Delivery, _ listing: WalletListing, _ tag: MailboxTag) throws -> StrongroomItem {
        let body: [UInt8]
        do { body = try delivery.sealed(to: listing.mailbox, origin: desk.origin, at: tag) } catch {
            throw DeskFailure(file: desk.folder.database, fact: "has a document too large to deliver: \(error)")
        }
        return StrongroomItem(tag: StrongroomTag(tag.digest), body: body, eraser: delivery.erase.eraser)
    }
}

extension Desk {
    /// The wallet of a holder as the registrar told it last; nil when none is known.
    func listing(of holder: Digest) throws -> WalletListing? {
        guard let sealed = try database.listing(of: holder) else { return nil }
        do {
            return try WalletListing(
                decoding: try keys.storage.open(sealed, at: Desk.listingPlace(holder)))
        } catch { throw DeskFailure(file: folder.database, fact: "holds a listing that does not open: \(error)") }
    }

    static func listingPlace(_ holder: Digest) -> String { "wallets/listing/" + holder.hex }

    /// The receipt of one document's record; nil before it is final.
    public func receipt(of document: StoredDocument) throws -> Receipt? {
        guard document.record != nil else { return nil }
        let delivery = StoredDelivery(document: document.id)
        return try DeliverySealer(desk: self, [delivery]).recordReceipt(document)
    }
}
