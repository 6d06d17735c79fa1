public import Rulebook

extension AccountRefusal {
    /// A refusal for people and programs: the status of HTTP, the stable code, the fact and the next step.
    public struct Told: Sendable {
        public let status: Int
        public let code: String
        public let detail: Bilingual
        public let next: Bilingual

        fileprivate init(_ status: Int, _ code: String, zh: String, en: String, nextZh: String, nextEn: String) {
            self.status = status
            self.code = code
            detail = Bilingual(zh: zh, en: en)
            next = Bilingual(zh: nextZh, en: nextEn)
        }
    }

    /// What is told of it.
    public var told: Told {
        switch self {
        case .wrongCredentials:
            Told(
                401, "wrong-credentials", zh: "用户名、口令或动态码不对。", en: "Name, password or code is wrong.",
                nextZh: "请核对后再试；动态码每 30 秒更换且只能用一次。",
                nextEn: "Check them; a code changes every 30 seconds and works once.")
        case .locked(let seconds):
            Told(
                429, "locked", zh: "尝试次数过多，\(seconds) 秒后再试。", en: "Too many attempts; wait \(seconds) seconds.",
                nextZh: "请稍候，或请管理员重置。", nextEn: "Wait, or ask an admin for a reset.")
        case .notSignedIn:
            Told(
                401, "not-signed-in", zh: "未登录或登录已过期。", en: "Nobody is signed in, or the session is over.",
                nextZh: "请登录，或出示机器令牌。", nextEn: "Sign in, or show a machine's token.")
        case .noFormToken:
            Told(
                403, "no-form-token", zh: "缺少表单令牌。", en: "The token of the form is missing.",
                nextZh: "请从本站页面提交。", nextEn: "Send it from a page of this desk.")
        case .roleNeeded(let roles):
            Told(
                403, "role-needed", zh: "需要角色：\(AccountRefusal.list(roles, "、"))。",
                en: "This needs the role \(AccountRefusal.list(roles)).",
                nextZh: "请有该角色的人办理。", nextEn: "Let somebody with that role do it.")
        case .nameTaken(let name):
            Told(
                409, "name-taken", zh: "已有 \(name)。", en: "\(name) is there already.",
                nextZh: "请另取名字。", nextEn: "Choose another name.")
        case .unknownName(let name):
            Told(
                404, "unknown-name", zh: "没有 \(name)。", en: "There is no \(name).",
                nextZh: "用 staff list 查看。", nextEn: "Look at staff list.")
        case .badName(let name):
            Told(
                422, "bad-name", zh: "“\(name)”不能作名字。", en: "\"\(name)\" cannot be a name.",
                nextZh: "2 到 64 个小写字母、数字、点、连字符，以字母开头。",
                nextEn: "Use 2 to 64 of a-z, digits, dots and hyphens, beginning with a letter.")
        case .badPassword:
            Told(
                422, "bad-password",
                zh: "口令至少 \(Password.minCount) 个字符，至多 \(Password.maxByteCount) 字节。",
                en: "The password needs at least \(Password.minCount) characters, and at most "
                    + "\(Password.maxByteCount) bytes.", nextZh: "请换一个；几个词连在一起便于记忆。",
                nextEn: "Choose another one; a few words are easy to keep in mind.")
        case .machineApprover:
            Told(
                422, "machine-approver", zh: "机器不能审批。", en: "A machine cannot approve.",
                nextZh: "审批角色只给人。", nextEn: "Give that role to people alone.")
        case .badExpiry:
            Told(
                422, "bad-expiry", zh: "令牌期限不成立。", en: "A token cannot live that long.",
                nextZh: "请用 1 到 3660 天。", nextEn: "Use 1 to 3,660 days.")
        case .lastAdmin:
            Told(
                409, "last-admin", zh: "最后一名管理员必须保留。", en: "The last admin stays.",
                nextZh: "请先增加另一名管理员。", nextEn: "Add another admin first.")
        case .busy:
            Told(
                503, "busy", zh: "同类请求过多，暂不能受理。", en: "Too much of this is under way already.",
                nextZh: "稍后再试。", nextEn: "Try again shortly.")
        }
    }

    private static func list(_ roles: [StaffRole], _ separator: String = ", ") -> String {
        roles.map(\.rawValue).joined(separator: separator)
    }
}
