/** The kinds of outlet there are in the trade (domain.md 1.2). */

export const CHANNELS = [
  "hypermarket",
  "large_supermarket",
  "small_supermarket",
  "chain_convenience",
  "independent_convenience",
  "filling_station",
  "traditional_grocery",
  "kiosk",
  "restaurant",
  "school",
  "net_cafe",
  "entertainment",
  "transport_node",
  "scenic_spot",
  "hotel",
  "sports_venue",
  "canteen",
] as const;
