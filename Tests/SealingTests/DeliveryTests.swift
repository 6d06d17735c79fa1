import Sealing
import Signing
import Testing

struct DeliveryTests {
    private let key = SealingPrivateKey()
    private let tag = MailboxTag(Digest.leaf([7]))

    @Test func `every kind is written as it is written down, and read back to the same bytes`() throws {
        let vectors = try Vectors.read("deliveries.txt")
        let all = try SampleDelivery.all()
        #expect(all.map(\.name) == vectors.map(\.name))
        for (sample, vector) in zip(all, vectors) {
            #expect(Hex.encode(sample.delivery.encoded) == vector.value, "\(sample.name)")
            let bytes = try #require(Hex.decode(vector.value))
            #expect(try Delivery(decoding: bytes).encoded == bytes)
        }
    }

    @Test func `an encoding that is cut off, longer or of another kind is refused, and none is read in two ways`()
        throws
    {
        for (name, delivery) in try SampleDelivery.all() {
            let bytes = delivery.encoded
            for count in 0..<bytes.count {
                #expect(throws: CBORError.self) { try Delivery(decoding: Array(bytes.prefix(count))) }
            }
            #expect(throws: CBORError.trailingBytes(offset: bytes.count)) { try Delivery(decoding: bytes + [0]) }
            for index in bytes.indices {
                var changed = bytes
                changed[index] ^= 0x20
                guard let read = try? Delivery(decoding: changed) else { continue }
                #expect(read.encoded == changed, "\(name) reads two encodings of one value")
            }
        }
        #expect(throws: CBORError.self) { try Delivery(decoding: [0x81, 0x07]) }
        #expect(throws: CBORError.self) { try Delivery(decoding: [0x81, 0x01]) }
    }

    @Test func `a delivery is opened by its mailbox key, on its ledger, under its tag, and not otherwise`() throws {
        for (_, delivery) in try SampleDelivery.all() {
            let sealed = try delivery.sealed(to: key.publicKey, origin: SampleDelivery.origin, at: tag)
            let opened = try Delivery(opening: sealed, by: key, origin: SampleDelivery.origin, at: tag)
            #expect(opened.encoded == delivery.encoded)
            #expect(opened.erase.eraser == delivery.erase.eraser)
            #expect(throws: SealingError.doesNotOpen) {
                try Delivery(opening: sealed, by: SealingPrivateKey(), origin: SampleDelivery.origin, at: tag)
            }
            #expect(throws: SealingError.doesNotOpen) {
                try Delivery(opening: sealed, by: key, origin: "another", at: tag)
            }
            #expect(throws: SealingError.doesNotOpen) {
                try Delivery(
                    opening: sealed, by: key, origin: SampleDelivery.origin, at: MailboxTag(Digest.leaf([8])))
            }
        }
    }

    @Test func `what a stranger sealed is opened`() throws {
        let keys = try #require(WalletSeed(SampleDelivery.bytes(from: 0))).keys(origin: SampleDelivery.origin)
        let tag = keys.mailboxRoot.pairSecret(member: "police").tag(0)
        for (sample, vector) in zip(try SampleDelivery.all(), try Vectors.read("sealed.txt")) {
            let sealed = try #require(Hex.decode(vector.value))
            let opened = try Delivery(opening: sealed, by: keys.mailbox, origin: SampleDelivery.origin, at: tag)
            #expect(opened.encoded == sample.delivery.encoded, "\(vector.name)")
        }
    }

    @Test func `lengths of sealed deliveries tell steps of 512 bytes and no more`() throws {
        let sizes = Set(
            try SampleDelivery.all().map {
                try $0.delivery.sealed(to: key.publicKey, origin: "o", at: tag).count
            })
        #expect(sizes == [512 + SealingPublicKey.overhead])
    }

    @Test func `padding that is not what the length asks for is refused`() throws {
        let delivery = try SampleDelivery.all()[2].delivery
        let context = Array("o".utf8) + tag.bytes
        func opening(_ plaintext: [UInt8]) throws {
            let sealed = key.publicKey.seal(plaintext, for: Purpose.delivery, context: context)
            _ = try Delivery(opening: sealed, by: key, origin: "o", at: tag)
        }
        let rest = 512 - delivery.encoded.count
        try opening(delivery.encoded + [UInt8](repeating: 0, count: rest))
        #expect(throws: SealingError.wrongPadding) { try opening(delivery.encoded) }
        #expect(throws: SealingError.wrongPadding) {
            try opening(delivery.encoded + [UInt8](repeating: 0, count: rest + 512))
        }
        #expect(throws: SealingError.wrongPadding) {
            try opening(delivery.encoded + [UInt8](repeating: 0, count: rest - 1) + [1])
        }
    }

    @Test func `a delivery above the strongroom's limit is not sealed`() throws {
        let long = DeliveredDocument(
            credential: String(repeating: "a", count: DeliveredDocument.maxCredentialByteCount),
            correctionSeed: [UInt8](repeating: 0, count: 32),
            receipt: [UInt8](repeating: 0, count: DeliveredDocument.maxReceiptByteCount), record: 0, binding: [],
            attachments: (0..<64).map { _ in
                SealedAttachment(sha256: Digest.leaf([0]), key: SecretKey(), tag: MailboxTag(Digest.leaf([1])))
            })
        #expect(try Delivery.document(long).sealed(to: key.publicKey, origin: "o", at: tag).count < 1 << 20)
    }

    @Test func `an attachment opens with what the delivery says of it, and with nothing else`() throws {
        let file = Array("示例页面".utf8)
        let (attachment, body) = try SealedAttachment.seal(file, at: tag)
        #expect(try attachment.open(body) == file)
        let again = try SealedAttachment(decoding: attachment.encoded)
        #expect(try again.open(body) == file)
        #expect(again.erase.eraser == attachment.erase.eraser)
        let other = SealedAttachment(sha256: attachment.sha256, key: SecretKey(), tag: tag)
        #expect(throws: SealingError.doesNotOpen) { try other.open(body) }
        let elsewhere = SealedAttachment(
            sha256: attachment.sha256, key: attachment.key, tag: MailboxTag(Digest.leaf([8])))
        #expect(throws: SealingError.doesNotOpen) { try elsewhere.open(body) }
        let renamed = SealedAttachment(sha256: Digest.leaf([1]), key: attachment.key, tag: tag)
        #expect(throws: SealingError.doesNotOpen) { try renamed.open(body) }
        let limit = SealedAttachment.maxByteCount
        #expect(throws: SealingError.wrongSize(found: limit + 1, limit: limit)) {
            try SealedAttachment.seal([UInt8](repeating: 0, count: limit + 1), at: tag)
        }
        #expect(try SealedAttachment.seal([UInt8](repeating: 0, count: limit), at: tag).body.count == 1 << 20)
    }

    @Test func `a delivery of three kilobytes is sealed fast enough to push ten thousand`() throws {
        let delivery = Delivery.document(
            DeliveredDocument(
                credential: String(repeating: "a", count: 2_800), correctionSeed: [UInt8](repeating: 0, count: 32),
                receipt: nil, record: 0, binding: [UInt8](repeating: 0, count: 330)))
        let rounds = 500
        var best = Duration.seconds(60)
        for _ in 0..<5 {
            let start = ContinuousClock.now
            for _ in 0..<rounds { _ = try delivery.sealed(to: key.publicKey, origin: "o", at: tag) }
            best = min(best, start.duration(to: .now) / rounds)
        }
        print("sealing 3 KB: \(best)")
        // The machine may be busy with other tests: four times what it takes alone.
        #expect(best < .microseconds(400))
    }
}
