internal import Ledger
internal import Rulebook
internal import Sealing
internal import Signing

/// A notice says why something happened on the ledger: it is kept when it opens what that member's statement there
/// commits to.
extension ReceivingDesk {
    func check(_ notice: StatusNotice, _ mail: Mail) throws {
        let opening: Opening<StatusReason>
        do { opening = try Opening(decoding: notice.opening) } catch { throw DeliveryCheck.Bad.no(.form, "\(error)") }
        guard case .setStatus(let act) = try statement(notice.receipt, by: mail.issuer) else { throw otherStatement() }
        guard act.record.value == notice.record, act.state.rawValue == notice.state, opening.opens(act.reason),
            opening.body.state == act.state
        else { throw otherStatement() }
    }

    func check(_ notice: CorrectionNotice, _ mail: Mail) throws {
        let opening: Opening<CorrectionReply>
        do { opening = try Opening(decoding: notice.opening) } catch { throw DeliveryCheck.Bad.no(.form, "\(error)") }
        guard case .answerCorrection(let act) = try statement(notice.receipt, by: mail.issuer) else {
            throw otherStatement()
        }
        guard act.record.value == notice.record, act.outcome == opening.body.outcome, opening.opens(act.answer) else {
            throw otherStatement()
        }
    }

    /// The act of a statement that the receipt proves to be that member's.
    private func statement(_ bytes: [UInt8]?, by issuer: MemberID) throws -> Act? {
        guard let bytes else {
            throw DeliveryCheck.Bad(
                finding: .no(.recorded, "it came without the receipt of its statement", zh: "未附其声明的回执"))
        }
        do {
            let receipt = try Receipt(decoding: bytes)
            _ = try receipt.verify(ledger.policy(for: receipt.checkpoint))
            let statement = try Statement(decoding: receipt.leaf)
            guard statement.header.origin == ledger.network.origin, statement.header.issuer == issuer.text,
                let name = ActName(contentType: statement.header.contentType)
            else { return nil }
            return try Act(name, payload: statement.payload)
        } catch { throw DeliveryCheck.Bad.no(.recorded, "\(error)") }
    }

    private func otherStatement() -> DeliveryCheck.Bad {
        DeliveryCheck.Bad(
            finding: .no(
                .commitment, "the statement on the ledger says something else", zh: "账本上的声明与之不符"))
    }
}
