// The emoji that the sandbox knows by Slack's short names: "name|alias=character", by group.

export const GROUPS = {
  "Made for Vouch": `trophy=🏆 handshake=🤝 tada=🎉 star=⭐ rocket=🚀 eyes=👀 raised_hands=🙌 clap=👏 +1|thumbsup=👍 white_check_mark=✅
    medal|sports_medal=🏅 first_place_medal=🥇 muscle=💪 fire=🔥 100=💯 heart=❤️ bulb=💡 chart_with_upwards_trend=📈 dart=🎯 speech_balloon=💬`,
  "Smileys and people": `grinning=😀 smiley=😃 smile=😄 grin=😁 laughing|satisfied=😆 sweat_smile=😅 joy=😂 rolling_on_the_floor_laughing=🤣
    blush=😊 innocent=😇 slightly_smiling_face=🙂 upside_down_face=🙃 wink=😉 relieved=😌 heart_eyes=😍 kissing_heart=😘 yum=😋
    stuck_out_tongue=😛 stuck_out_tongue_winking_eye=😜 zany_face=🤪 face_with_raised_eyebrow=🤨 face_with_monocle=🧐 nerd_face=🤓
    sunglasses=😎 star-struck=🤩 partying_face=🥳 smirk=😏 unamused=😒 disappointed=😞 pensive=😔 worried=😟 confused=😕
    slightly_frowning_face=🙁 persevere=😣 tired_face=😫 weary=😩 pleading_face=🥺 cry=😢 sob=😭 triumph=😤 angry=😠 rage=😡
    exploding_head=🤯 flushed=😳 hot_face=🥵 cold_face=🥶 scream=😱 fearful=😨 cold_sweat=😰 hugging_face=🤗 thinking_face=🤔
    shushing_face=🤫 lying_face=🤥 no_mouth=😶 neutral_face=😐 expressionless=😑 grimacing=😬 face_with_rolling_eyes=🙄 hushed=😯
    open_mouth=😮 astonished=😲 yawning_face=🥱 sleeping=😴 sleepy=😪 drooling_face=🤤 dizzy_face=😵 zipper_mouth_face=🤐 mask=😷
    face_with_thermometer=🤒 money_mouth_face=🤑 face_with_cowboy_hat|cowboy_hat_face=🤠 smiling_imp=😈 ghost=👻 alien=👽 robot_face=🤖
    skull=💀 see_no_evil=🙈 hear_no_evil=🙉 speak_no_evil=🙊 wave=👋 raised_hand|hand=✋ ok_hand=👌 pinched_fingers=🤌 v=✌️
    crossed_fingers=🤞 love_you_gesture=🤟 the_horns|sign_of_the_horns=🤘 call_me_hand=🤙 point_left=👈 point_right=👉 point_up_2=👆
    point_down=👇 point_up=☝️ -1|thumbsdown=👎 fist=✊ facepunch|punch=👊 left-facing_fist=🤛 right-facing_fist=🤜 open_hands=👐
    palms_up_together=🤲 pray=🙏 writing_hand=✍️ selfie=🤳 ear=👂 brain=🧠 eye=👁️ lips=👄 baby=👶 boy=👦 girl=👧 man=👨 woman=👩
    older_man=👴 older_woman=👵 cop=👮 construction_worker=👷 detective|sleuth_or_spy=🕵️ technologist=🧑‍💻 male-technologist=👨‍💻
    female-technologist=👩‍💻 teacher=🧑‍🏫 scientist=🧑‍🔬 astronaut=🧑‍🚀 superhero=🦸 shrug=🤷 man-shrugging=🤷‍♂️ woman-shrugging=🤷‍♀️
    face_palm|facepalm=🤦 raising_hand|person_raising_hand=🙋 bow=🙇 dancer=💃 man_dancing=🕺 runner|running=🏃 walking=🚶
    busts_in_silhouette=👥 bust_in_silhouette=👤 people_holding_hands=🧑‍🤝‍🧑 family=👪`,
  "Nature and food": `dog=🐶 cat=🐱 mouse=🐭 rabbit=🐰 fox_face=🦊 bear=🐻 panda_face=🐼 tiger=🐯 lion_face=🦁 cow=🐮 pig=🐷 frog=🐸
    monkey_face=🐵 chicken=🐔 penguin=🐧 bird=🐦 owl=🦉 unicorn_face=🦄 bee|honeybee=🐝 bug=🐛 butterfly=🦋 snail=🐌 turtle=🐢 snake=🐍
    octopus=🐙 whale=🐳 dolphin=🐬 fish=🐟 sloth=🦥 christmas_tree=🎄 evergreen_tree=🌲 deciduous_tree=🌳 palm_tree=🌴 seedling=🌱
    herb=🌿 four_leaf_clover=🍀 maple_leaf=🍁 cherry_blossom=🌸 rose=🌹 sunflower=🌻 tulip=🌷 sunny=☀️ partly_sunny=⛅ cloud=☁️
    rain_cloud=🌧️ zap=⚡ snowflake=❄️ rainbow=🌈 ocean=🌊 droplet=💧 crescent_moon=🌙 earth_africa=🌍 earth_americas=🌎 earth_asia=🌏
    apple=🍎 tangerine=🍊 lemon=🍋 banana=🍌 watermelon=🍉 grapes=🍇 strawberry=🍓 cherries=🍒 peach=🍑 avocado=🥑 tomato=🍅
    bread=🍞 croissant=🥐 cheese_wedge=🧀 hamburger=🍔 pizza=🍕 taco=🌮 sushi=🍣 cookie=🍪 doughnut=🍩 cake=🍰 birthday=🎂
    chocolate_bar=🍫 popcorn=🍿 coffee=☕ tea=🍵 beer=🍺 beers=🍻 wine_glass=🍷 champagne=🍾 clinking_glasses=🥂`,
  "Activities and things": `soccer=⚽ basketball=🏀 tennis=🎾 bicyclist=🚴 man_climbing=🧗 second_place_medal=🥈 third_place_medal=🥉
    military_medal=🎖️ ribbon=🎀 gift=🎁 balloon=🎈 confetti_ball=🎊 sparkles=✨ star2=🌟 dizzy=💫 boom|collision=💥 ticket=🎫 art=🎨
    musical_note=🎵 guitar=🎸 microphone=🎤 headphones=🎧 video_game=🎮 game_die=🎲 jigsaw=🧩 chess_pawn=♟️ car=🚗 taxi=🚕 bus=🚌
    train=🚋 airplane=✈️ ship=🚢 bike=🚲 construction=🚧 vertical_traffic_light=🚦 compass=🧭 world_map=🗺️ house=🏠 office=🏢 bank=🏦
    tent=⛺ mountain=⛰️ beach_with_umbrella=🏖️ watch=⌚ iphone=📱 computer=💻 keyboard=⌨️ desktop_computer=🖥️ printer=🖨️ floppy_disk=💾
    camera=📷 movie_camera=🎥 telephone=☎️ tv=📺 alarm_clock=⏰ stopwatch=⏱️ hourglass=⌛ hourglass_flowing_sand=⏳ battery=🔋
    electric_plug=🔌 flashlight=🔦 candle=🕯️ moneybag=💰 credit_card=💳 gem=💎 scales=⚖️ wrench=🔧 hammer=🔨 hammer_and_wrench=🛠️
    gear=⚙️ bricks=🧱 link=🔗 magnet=🧲 test_tube=🧪 microscope=🔬 telescope=🔭 key=🔑 lock=🔒 unlock=🔓 door=🚪 shield=🛡️ bell=🔔
    no_bell=🔕 loudspeaker=📢 mega=📣 envelope=✉️ email|e-mail=📧 incoming_envelope=📨 package=📦 mailbox=📫 memo|pencil=📝 page_facing_up=📄
    bar_chart=📊 chart_with_downwards_trend=📉 clipboard=📋 calendar=📆 date=📅 spiral_calendar_pad=🗓️ card_index=📇 file_folder=📁
    newspaper=📰 book|open_book=📖 books=📚 notebook=📓 bookmark=🔖 label=🏷️ pushpin=📌 round_pushpin=📍 paperclip=📎 scissors=✂️
    straight_ruler=📏 mag=🔍 mag_right=🔎 crown=👑 mortar_board=🎓 tophat=🎩 eyeglasses=👓 briefcase=💼 handbag=👜 umbrella=☂️`,
  "Signs": `orange_heart=🧡 yellow_heart=💛 green_heart=💚 blue_heart=💙 purple_heart=💜 black_heart=🖤 white_heart=🤍 broken_heart=💔
    sparkling_heart=💖 two_hearts=💕 heavy_check_mark=✔️ ballot_box_with_check=☑️ x=❌ negative_squared_cross_mark=❎ warning=⚠️
    no_entry=⛔ no_entry_sign=🚫 question=❓ grey_question=❔ exclamation|heavy_exclamation_mark=❗ bangbang=‼️ interrobang=⁉️
    information_source=ℹ️ heavy_plus_sign=➕ heavy_minus_sign=➖ infinity=♾️ arrow_right=➡️ arrow_left=⬅️ arrow_up=⬆️ arrow_down=⬇️
    arrow_upper_right=↗️ arrows_counterclockwise=🔄 back=🔙 soon=🔜 top=🔝 new=🆕 free=🆓 up=🆙 cool=🆒 ok=🆗 sos=🆘 red_circle=🔴
    large_orange_circle=🟠 large_yellow_circle=🟡 large_green_circle=🟢 large_blue_circle=🔵 large_purple_circle=🟣 white_circle=⚪
    black_circle=⚫ large_green_square=🟩 large_yellow_square=🟨 large_red_square=🟥 white_large_square=⬜ black_large_square=⬛
    small_blue_diamond=🔹 small_orange_diamond=🔸 checkered_flag=🏁 triangular_flag_on_post=🚩 white_flag=🏳️ rainbow-flag=🏳️‍🌈 zzz=💤
    one=1️⃣ two=2️⃣ three=3️⃣ four=4️⃣ five=5️⃣ six=6️⃣ seven=7️⃣ eight=8️⃣ nine=9️⃣ zero=0️⃣ keycap_ten=🔟 recycle=♻️ copyright=©️ tm=™️`,
};
