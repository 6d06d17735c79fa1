import Signing

/// What is wrong with a text that is not the JSON that was expected, in the reader's language.
enum JSONWords {
    static func describe(_ error: JSONError) -> String {
        let en = "\(error)"
        return switch error {
        case .tooLarge(let byteCount, let limit): tell(en, zh: "文本有 \(byteCount) 字节，最多 \(limit) 字节")
        case .malformed(let fault, let position):
            tell(en, zh: "\(describe(fault))（第 \(position.line) 行第 \(position.column) 列）")
        case .missing(let path): tell(en, zh: "缺少 \(path)")
        case .expected(let kind, let path, let found): tell(en, zh: "\(path) 应为\(name(kind))，而非\(name(found))")
        case .unknownMember(let path): tell(en, zh: "\(path) 不是此处已知的成员")
        case .invalid(let path, let reason): tell(en, zh: "\(path) 的值不允许（\(reason)）")
        }
    }

    private static func describe(_ fault: JSONFault) -> String {
        switch fault {
        case .unexpectedEnd: "文本过早结束"
        case .unexpectedByte(let byte): "意外的字节 0x\(Hex.encode([byte]))"
        case .trailingText: "值之后还有内容"
        case .invalidUTF8: "字符串不是 UTF-8"
        case .controlCharacter(let byte): "字符串中的控制字符 0x\(Hex.encode([byte])) 须转义"
        case .unknownEscape: "字符串中有未知的转义"
        case .loneSurrogate: "代理对不完整"
        case .leadingZero: "数以 0 开头"
        case .notAnInteger: "只允许整数"
        case .integerOutOfRange: "数超出 64 位"
        case .duplicateMember(let name): "成员 \(name) 出现两次"
        case .tooDeep(let limit): "嵌套超过 \(limit) 层"
        }
    }

    private static func name(_ kind: JSONKind) -> String {
        switch kind {
        case .null: "空值"
        case .bool: "布尔值"
        case .integer: "整数"
        case .string: "字符串"
        case .array: "数组"
        case .object: "对象"
        }
    }
}
