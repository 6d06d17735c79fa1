import Rulebook
import Signing

/// What an act of governance does, for whoever is asked to sign it.
enum GovernedWords {
    /// Nothing that the act says may be left out here.
    static func lines(_ statement: Statement) -> [String] {
        guard let name = ActName(contentType: statement.header.contentType),
            let lines = try? lines(name, statement.payload)
        else {
            return [tell("this program cannot read the act: do not sign it", zh: "本程序读不懂该行为：请勿签署")]
        }
        return lines
    }

    private static func lines(_ name: ActName, _ payload: [UInt8]) throws -> [String] {
        switch name {
        case .registerMember:
            let act = try RegisterMember(decoding: payload)
            return [number(act.sequence)] + details(act.member, act.details)
        case .updateMember:
            let act = try UpdateMember(decoding: payload)
            let ends = tell("its suspension ends", zh: "解除其暂停")
            return [number(act.sequence)] + details(act.member, act.details) + (act.reinstates ? [ends] : [])
        case .suspendMember:
            let act = try SuspendMember(decoding: payload)
            return [number(act.sequence), tell("suspends \(act.member)", zh: "暂停 \(act.member)")]
        case .changeValidators:
            let act = try ChangeValidators(decoding: payload)
            return [number(act.sequence)] + ValidatorWords.lines(act)
        case .changeGovernance:
            let act = try ChangeGovernance(decoding: payload)
            return [number(act.sequence)] + GovernanceWords.lines(act.governance, act.parameters, over: nil)
        case .registerType:
            let act = try RegisterType(decoding: payload)
            let names = tell(act.type.name.en, zh: act.type.name.zh)
            return [
                number(act.sequence),
                tell(
                    "registers the type \(act.type.code), \(names), of \(act.type.owner), "
                        + "\(act.type.fields.count) fields",
                    zh: "登记类型 \(act.type.code)（\(names)），归属 \(act.type.owner)，共 \(act.type.fields.count) 个字段"),
            ]
        case .endScene, .updateType, .retireType, .accredit, .declareScene, .approveScene, .issueDocuments, .setStatus,
            .openCorrection, .answerCorrection, .anchorNote, .disclose, .openDisclosure, .trace, .passEvidence, .grant,
            .limitGrant,
            .withdraw,
            .refuseRequest, .use, .useMany, .reportFault, .reportOffence:
            return [tell("no act of governance: do not sign it", zh: "不是治理行为：请勿签署")]
        }
    }

    private static func number(_ sequence: UInt64) -> String {
        tell("act number \(sequence)", zh: "行为序号 \(sequence)")
    }

    private static func details(_ id: MemberID, _ details: MemberDetails) -> [String] {
        let roles = details.roles.map(\.word).joined(separator: " ")
        let code = details.creditCode.isEmpty ? "" : "  " + details.creditCode
        return ["\(id)  \(tell(details.name.en, zh: details.name.zh))  \(roles)\(code)"]
            + details.keys.map { key in
                let until = key.until.map { UTCTime(seconds: $0).description } ?? "…"
                return "  \(key.key.id)  \(UTCTime(seconds: key.from)) – \(until)"
            } + sealing(details)
    }

    private static func sealing(_ details: MemberDetails) -> [String] {
        guard let key = details.sealingKey else { return [] }
        return ["  " + tell("others seal to \(key.readable)", zh: "密封公钥 \(key.readable)")]
    }
}
