public import Rulebook
public import Signing

extension StatementError {
    /// What is wrong, as the end of a sentence.
    public var words: Bilingual {
        switch self {
        case .encoding(let error): error.words
        case .tooLarge(let count):
            Bilingual(
                zh: "有 \(count) 字节，最多 \(Statement.maxByteCount)",
                en: "it has \(count) bytes, at most \(Statement.maxByteCount) are allowed")
        case .notAStatement(let byte):
            Bilingual(
                zh: "首字节是 \(byte.shown)，不是 COSE_Sign1 或 COSE_Sign",
                en: "it begins with \(byte.shown), not as a COSE_Sign1 or COSE_Sign")
        case .unprotectedHeaderNotEmpty:
            Bilingual(zh: "未受保护的头部不是空的", en: "an unprotected header is not empty")
        case .unknownAlgorithm(let code):
            Bilingual(zh: "签名算法 \(code) 不认识", en: "the signature algorithm \(code) is unknown")
        case .headerIncomplete:
            Bilingual(zh: "受保护的头部缺项或多项", en: "a protected header lacks a member or has one too many")
        case .noSignature: Bilingual(zh: "没有签名", en: "it has no signature")
        case .signersOutOfOrder:
            Bilingual(zh: "签名者没有按密钥标识升序各列一次", en: "the signers do not stand once each in the order of their key ids")
        }
    }
}

extension CBORError {
    /// What is wrong and where, as the end of a sentence.
    public var words: Bilingual {
        let (offset, zh, en) = fact
        return Bilingual(zh: "第 \(offset) 字节处\(zh)", en: "at byte \(offset) \(en)")
    }

    private var fact: (offset: Int, zh: String, en: String) {
        switch self {
        case .truncated(let offset): (offset, "被截断", "it is cut off")
        case .notShortest(let offset): (offset, "数字不是最短编码", "a number is not in its shortest form")
        case .indefiniteLength(let offset): (offset, "长度不定", "a length is indefinite")
        case .reservedHead(let offset, let byte):
            (offset, "有保留的首字节 \(byte.shown)", "there is the reserved head \(byte.shown)")
        case .expected(let kind, let offset, let found):
            (offset, "应为 \(kind.rawValue)，却是 \(found.shown)", "\(kind.rawValue) is expected, and \(found.shown) found")
        case .wrongCount(let offset, let expected, let found):
            (offset, "应有 \(expected) 项，却有 \(found) 项", "\(expected) items are expected, and \(found) found")
        case .tooLong(let offset, let limit, let found):
            (offset, "长度 \(found) 超过 \(limit)", "the length \(found) is above \(limit)")
        case .notUTF8(let offset): (offset, "文字不是 UTF-8", "a text is not UTF-8")
        case .outOfRange(let offset): (offset, "的值不在允许范围内", "a value is not one that is allowed")
        case .mapKeysOutOfOrder(let offset): (offset, "键的次序不对", "map keys are out of order")
        case .unknownMapKey(let offset): (offset, "有不认识的键", "there is an unknown map key")
        case .unknownCode(let offset, let code): (offset, "代码 \(code) 不认识", "the code \(code) is unknown")
        case .trailingBytes(let offset): (offset, "后面还有多余的字节", "more bytes follow the end")
        case .tooDeep(let offset): (offset, "嵌套过深", "items are nested too deep")
        }
    }
}

extension UInt8 {
    /// The byte in hexadecimal.
    fileprivate var shown: String { "0x" + Hex.encode([self]) }
}

extension UInt8? {
    /// The byte in hexadecimal, or a word for none.
    fileprivate var shown: String { self?.shown ?? "(none)" }
}
