export const topics = {
  communityGames: (communityId: string) => `community:${communityId}:games`,
  communityAdmin: (communityId: string) => `community:${communityId}:admin`,
  communityStats: (communityId: string) => `community:${communityId}:stats`,
  game: (gameId: string) => `game:${gameId}`,
  draft: (gameId: string) => `game:${gameId}:draft`,
  chat: (gameId: string) => `game:${gameId}:chat`,
  live: (gameId: string) => `game:${gameId}:live`,
  user: (userId: string) => `user:${userId}`,
};
