public import Rulebook

/// In JSON a text in both languages is `{"zh": …, "en": …}`.
extension Bilingual: Codable {
    private enum CodingKeys: String, CodingKey {
        case zh, en
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(
            zh: try container.decode(String.self, forKey: .zh), en: try container.decode(String.self, forKey: .en))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(zh, forKey: .zh)
        try container.encode(en, forKey: .en)
    }
}
