internal import Ledger
internal import NodeAPI
internal import Rulebook
package import Sealing
internal import Signing

/// The reading of mailboxes in one `receive`.
struct ReceivingDesk {
    let wallet: Wallet
    let ledger: WalletLedger
    let members: LedgerMembers
    /// Bodies that were refused before.
    private let aside: Set<Digest>
    /// Under which attachments lie: they have numbers of the same mailbox, and are fetched by their documents.
    private let files: Set<MailboxTag>
    /// The first number of the account's binding: senders count from there on for this device.
    private let first: UInt64

    init(_ wallet: Wallet, _ ledger: WalletLedger) async throws {
        self.wallet = wallet
        self.ledger = ledger
        members = try await LedgerMembers(ledger.client)
        aside = try wallet.database.asideBodies()
        // Files of claims lie in no strongroom.
        let sealed = try wallet.database.attachments().filter { $0.claim == nil }
        files = Set(try sealed.map { try wallet.opening(of: $0).tag })
        first = PairSecret.firstNumber(serial: try wallet.bound.serial)
    }

    /// Whoever issues, and the registrar; a suspended member's deliveries were sent before.
    var senders: [MemberID] { members.all(with: .issuer) + members.all(with: .registrar) }

    /// Reads one mailbox: 64 numbers beyond the last one that was found, and on while more is found.
    func read(_ issuer: MemberID, _ received: inout Received) async throws {
        let pair = wallet.keys.mailboxRoot.pairSecret(member: issuer.text)
        var done = try wallet.database.readMail(of: issuer).filter { $0 >= first }
        var asked: Set<UInt64> = []
        var files = files
        while true {
            let end = (done.max().map { $0 + 1 } ?? first) + PairSecret.gap
            let start = max(first, end > 4 * PairSecret.gap ? end - 4 * PairSecret.gap : 0)
            let numbers = (start..<end).filter { !done.contains($0) && asked.insert($0).inserted }
            guard !numbers.isEmpty else { return }
            let mails = numbers.map { Mail(issuer: issuer, number: $0, tag: pair.tag($0)) }
            let search = try await MailboxSearch.run(Set(mails.map(\.tag)), in: ledger)
            if !search.isComplete { received.isComplete = false }
            for mail in mails {
                guard !files.contains(mail.tag), let bodies = search.bodies[mail.tag] else { continue }
                try await take(mail, bodies, &files, &received)
                done.insert(mail.number)
            }
            guard !search.bodies.isEmpty else { return }
        }
    }

    /// Takes what lies under one tag. Whoever sees a tag can put something beside the issuer's own delivery, so each
    /// body is looked at, and a bad one hides no good one.
    private func take(
        _ mail: Mail, _ bodies: [[UInt8]], _ files: inout Set<MailboxTag>, _ received: inout Received
    ) async throws {
        for body in bodies {
            let digest = SHA256.digest(body)
            guard !aside.contains(digest) else { continue }
            do {
                let delivery = try open(body, mail)
                if case .document(let document) = delivery { files.formUnion(document.attachments.map(\.tag)) }
                received.add(try await keep(delivery, mail))
            } catch let bad as DeliveryCheck.Bad {
                let refused = Received.Refused(issuer: mail.issuer, number: mail.number, finding: bad.finding)
                guard bad.finding.answer == .no else {
                    received.waiting.append(refused)
                    continue
                }
                try wallet.database.setAside(digest, of: mail, bad.finding, at: Clock.now)
                received.aside.append(refused)
            }
        }
    }

    private func open(_ body: [UInt8], _ mail: Mail) throws -> Delivery {
        do {
            return try Delivery(
                opening: body, by: wallet.keys.mailbox, origin: wallet.network.origin, at: mail.tag)
        } catch { throw DeliveryCheck.Bad.no(.form, "\(error)") }
    }

    /// Keeps what was delivered when every check says yes.
    private func keep(_ delivery: Delivery, _ mail: Mail) async throws -> Received.Kept {
        var mail = mail
        mail.erasures = try mail.erasures(of: delivery)
        switch delivery {
        case .document(let document): return try await keep(document, mail)
        case .status(let notice):
            try check(notice, mail)
            return try keep(delivery, about: notice.record, mail)
        case .correction(let notice):
            try check(notice, mail)
            return try keep(delivery, about: notice.record, mail)
        case .expiry(let notice): return try keep(delivery, about: notice.record, mail)
        case .offer, .rebinding: return try keep(delivery, about: nil, mail)
        }
    }

    private func keep(_ document: DeliveredDocument, _ mail: Mail) async throws -> Received.Kept {
        let check = DeliveryCheck(
            document, from: mail.issuer, to: wallet.holderKeys, in: ledger, members: members)
        let kept = try wallet.database.keep(wallet.sealed(document, try await check.run()), from: mail, at: Clock.now)
        return .document(kept.id, isNew: kept.isNew)
    }

    private func keep(_ delivery: Delivery, about record: UInt64?, _ mail: Mail) throws -> Received.Kept {
        let document = try record.flatMap { try wallet.database.document(of: mail.issuer, record: $0) }
        let sealed = wallet.keys.storage.seal(delivery.encoded, at: NewNotice.place(mail.issuer, mail.number))
        try wallet.database.keep(NewNotice(document: document, sealed: sealed), from: mail, at: Clock.now)
        return .notice
    }
}

extension Mail {
    /// What may be erased once the delivery is stored: itself. Attachments follow when they are fetched.
    fileprivate func erasures(of delivery: Delivery) throws -> [MailErasure] {
        guard let secret = Digest(delivery.erase.bytes) else {
            throw DeliveryCheck.Bad.no(.form, "the erase secret has not 32 bytes")
        }
        return [MailErasure(tag: tag, secret: secret)]
    }
}

extension Wallet {
    /// Keeps a document that was checked, however it came; its number.
    package func keep(_ document: DeliveredDocument, _ good: DeliveryCheck.Good) throws -> Int64 {
        try database.keep(sealed(document, good), at: Clock.now)
    }

    /// A document that was checked, as it is written down.
    func sealed(_ document: DeliveredDocument, _ good: DeliveryCheck.Good) -> NewDocument {
        let commitment = good.issue.record.commitment
        let content = DocumentContent(
            credential: document.credential, correctionSeed: document.correctionSeed, receipt: good.receipt.encoded,
            binding: document.binding, notice: document.notice)
        return NewDocument(
            commitment: commitment, issuer: good.issue.issuer, type: good.issue.type,
            version: good.issue.typeVersion, record: good.issue.index.value, expiry: good.issue.record.expiry,
            sealed: keys.storage.seal(content.encoded, at: DocumentContent.place(commitment)),
            findings: good.findings,
            attachments: document.attachments.map { attachment in
                NewAttachment(
                    digest: attachment.sha256,
                    opening: keys.storage.seal(
                        attachment.encoded, at: AttachmentRow.openingPlace(attachment.sha256)))
            })
    }
}
